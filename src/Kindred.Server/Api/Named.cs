using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Kindred.Server.Api;

/// <summary>
/// One of an enum's values by the name that JSON has for it, in a query. The framework itself would take it only as C# spells it, and any number.
/// </summary>
/// <param name="Value">The value.</param>
internal readonly record struct Named<T>(T Value)
    where T : struct, Enum
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>Reads a name. Called by the framework.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Named<T> named)
    {
        var position = Names.ToList().IndexOf(text ?? "");
        named = position < 0 ? default : new Named<T>(Enum.GetValues<T>()[position]);
        return position >= 0;
    }
}
