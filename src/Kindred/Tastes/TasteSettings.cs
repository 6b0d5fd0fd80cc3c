using System.Globalization;

namespace Kindred.Tastes;

/// <summary>What may be set of a taste.</summary>
internal static class TasteSettings
{
    /// <summary>A tenth of what a taste counts by itself.</summary>
    public const double LeastWeight = 0.1;

    /// <summary>Ten times what a taste counts by itself.</summary>
    public const double MostWeight = 10;

    private const int MostCharacters = 100;

    /// <summary>Says what keeps a text from being a name, blanks around it aside; <see langword="null"/> where nothing does.</summary>
    public static string? NameFault(string name) => name.Trim() switch
    {
        { Length: > MostCharacters } text =>
            $"A taste's name has at most {MostCharacters} characters, not {text.Length}; choose a shorter one.",
        var text when text.Any(char.IsControl) => "A taste's name must be plain text on one line; choose one without control characters.",
        _ => null,
    };

    /// <summary>Says what keeps a number from being a weight; <see langword="null"/> where nothing does.</summary>
    public static string? WeightFault(double weight) => weight is >= LeastWeight and <= MostWeight
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"A taste's weight is a number from {LeastWeight} to {MostWeight}, not {weight}.");
}
