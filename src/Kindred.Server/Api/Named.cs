using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Kindred.Server.Api;

/// <summary>
/// A value of an enum that a query gives by its name in JSON. The framework itself would take only its name in C#, and any number.
/// </summary>
/// <param name="Value">The value.</param>
internal readonly record struct Named<T>(T Value) : IParsable<Named<T>>
    where T : struct, Enum
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">No value is called that.</exception>
    public static Named<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var named) ? named : throw new FormatException($"{s} is none of {string.Join(", ", Names)}.");

    /// <summary>Reads a name. Called by the framework.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Named<T> result)
    {
        var position = Names.ToList().IndexOf(s ?? "");
        result = position < 0 ? default : new Named<T>(Enum.GetValues<T>()[position]);
        return position >= 0;
    }
}
