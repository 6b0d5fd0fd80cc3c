using System.Diagnostics.CodeAnalysis;

namespace Kindred.Colors;

/// <summary>A color that a thing is to have: one of a few English names, or a color of its own. Immutable.</summary>
public sealed class WantedColor : IParsable<WantedColor>
{
    /// <summary>The share of a thing, from which on it is of a color.</summary>
    internal const float LeastShare = 0.4f;

    /// <summary>How far a color may be from a wanted one of its own.</summary>
    private const float Tolerance = 18;

    // Of chromatic colors lightness counts least: shade changes it and leaves the hue.
    private const float LightnessOfChromatic = 0.5f;
    private const float ChromaOfChromatic = 0.7f;
    private const float LeastChroma = 15;

    private readonly LabColor _color;

    private WantedColor(string text, ColorName name, LabColor color)
    {
        Text = text;
        Name = name;
        _color = color;
    }

    /// <summary>The names that there are: plain English, lower case. Gray is taken for grey, and violet for purple.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<ColorName>().Skip(1).Select(name => name.ToLowerInvariant())];

    /// <summary>The color as it is written: a name of <see cref="Names"/>, or <c>#rrggbb</c>.</summary>
    public string Text { get; }

    internal ColorName Name { get; }

    /// <summary>Reads a color.</summary>
    /// <param name="s">A name of <see cref="Names"/> or <c>#rrggbb</c>, in capitals or not.</param>
    /// <param name="provider">Not asked.</param>
    /// <exception cref="FormatException">It is neither; the message says what there is.</exception>
    public static WantedColor Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var color)
        ? color
        : throw new FormatException($"{s} is not a known color; use one of {string.Join(", ", Names)}, or #rrggbb.");

    /// <summary>Reads a color, where it is one.</summary>
    /// <param name="s">A name of <see cref="Names"/> or <c>#rrggbb</c>, in capitals or not.</param>
    /// <param name="provider">Not asked.</param>
    /// <param name="result">The color.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out WantedColor result)
    {
        var text = s?.Trim().ToLowerInvariant() ?? "";
        text = text switch { "gray" => "grey", "violet" => "purple", _ => text };
        result = null;
        if (text is ['#', .. var digits] && LabColor.TryParse(digits, out var color))
            result = new WantedColor(text, ColorName.None, color);
        else if (Names.Contains(text, StringComparer.Ordinal) && Enum.TryParse<ColorName>(text, ignoreCase: true, out var name))
            result = new WantedColor(text, name, default);
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether a color counts as this one.</summary>
    /// <param name="color">The color.</param>
    /// <param name="names">Its names.</param>
    internal bool Covers(LabColor color, ColorName names)
    {
        if (Name != ColorName.None)
            return (names & Name) != ColorName.None;
        if (_color.Chroma < LeastChroma)
            return color.DistanceTo(_color) <= Tolerance;
        var chroma = color.Chroma - _color.Chroma;
        var (a, b) = (color.A - _color.A, color.B - _color.B);
        var hue = MathF.Max(0, (a * a) + (b * b) - (chroma * chroma));
        var lightness = LightnessOfChromatic * (color.Lightness - _color.Lightness);
        return (lightness * lightness) + (ChromaOfChromatic * ChromaOfChromatic * chroma * chroma) + hue <= Tolerance * Tolerance;
    }
}
