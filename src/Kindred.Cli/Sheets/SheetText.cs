using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>One line of text in one size, in whatever scripts its characters need.</summary>
internal sealed class SheetText(SKCanvas canvas, float size, SKColor color, bool bold = false)
{
    public float Measure(string text)
    {
        var width = 0f;
        foreach (var (run, typeface) in Runs(text))
        {
            using var font = Font(typeface);
            width += font.MeasureText(run);
        }

        return width;
    }

    /// <summary>Draws from the left, on a baseline, shortened in its middle to what fits.</summary>
    public void Left(string text, float x, float baseline, float room)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach (var (run, typeface) in Runs(Elide(text, room)))
        {
            using var font = Font(typeface);
            canvas.DrawText(run, x, baseline, SKTextAlign.Left, font, paint);
            x += font.MeasureText(run);
        }
    }

    public void Right(string text, float right, float baseline) => Left(text, right - Measure(text), baseline, float.MaxValue);

    public void Center(string text, float center, float baseline, float room)
    {
        text = Elide(text, room);
        Left(text, center - (Measure(text) / 2), baseline, float.MaxValue);
    }

    /// <summary>The text itself where it fits, otherwise its beginning and its end, which for a file's name tells the most.</summary>
    public string Elide(string text, float room)
    {
        if (Measure(text) <= room)
            return text;
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        int low = 0, high = runes.Length - 1;
        while (low < high)
        {
            var kept = (low + high + 1) / 2;
            if (Measure(Shortened(runes, kept)) <= room)
                low = kept;
            else
                high = kept - 1;
        }

        return Shortened(runes, low);
    }

    private static string Shortened(string[] runes, int kept)
    {
        var tail = kept / 2;
        return string.Concat(runes[..(kept - tail)]) + "…" + string.Concat(runes[^tail..]);
    }

    /// <summary>How a letter is written that no font has: a box would be like any other.</summary>
    public static string CodeOf(Rune letter) => $"\\u{letter.Value:X4}";

    // Joiners and variation selectors, which only say how others look.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark && rune.Value is >= 0x200B;

    private IEnumerable<(string Text, SKTypeface Typeface)> Runs(string text)
    {
        var run = new StringBuilder();
        SKTypeface? current = null;
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Rune.IsControl(rune) ? new Rune(' ') : rune;
            var found = SheetFonts.For(shown, bold);
            if (found is null && IsInvisible(shown))
                continue;
            var typeface = found ?? SheetFonts.English(bold);
            if (typeface != current && run.Length > 0)
            {
                yield return (run.ToString(), current!); // A run has a typeface once it has a character.
                run.Clear();
            }

            current = typeface;
            run.Append(found is null ? CodeOf(shown) : shown.ToString());
        }

        if (run.Length > 0)
            yield return (run.ToString(), current!); // As above.
    }

    private SKFont Font(SKTypeface typeface) => new(typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias };
}
