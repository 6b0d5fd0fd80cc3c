using System.Numerics;
using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>
/// How far the colors of two pictures differ in single places beyond one change of light for all of them. A light on a picture changes all
/// of it; a chair in another color is changed where the chair is.
/// </summary>
/// <param name="Worst">
/// Difference in the second worst of 16 × 16 cells, see <see cref="ColorDifference"/>: one alone may be a speck.
/// </param>
/// <param name="Extent">Difference in the eighth worst cell: what is less differs nearly nowhere.</param>
/// <param name="Tone">The change of light.</param>
internal readonly record struct ColorComparison(float Worst, float Extent, ToneFit Tone)
{
    // At an edge colors are mixed with what lies beyond it, and the more so for being smoothed.
    private const float Margin = 1;

    private const int Compared = 8;
    private const int LeastCells = 12;

    /// <summary>A thing that lies this share of a cell elsewhere, or was made smaller by other means, is no other color.</summary>
    private const float Tolerance = 0.15f;

    /// <summary>Compares where both are; <see langword="null"/> where they hardly overlap.</summary>
    public static ColorComparison? Of(Pyramid still, Pyramid moved, Placement placement)
    {
        var (one, other) = (still.Colors.BlurredLike(1 / placement.Width, 1 / placement.Height),
            moved.Colors.BlurredLike(placement.Width, placement.Height));
        var side = one.Red.Side;
        var overlap = new Overlap(side);
        overlap.Set(placement, Margin, still.Picture, moved.Picture);
        if (overlap.Count < LeastCells)
            return null;

        var (red, green, blue) = (new float[side * side], new float[side * side], new float[side * side]);
        other.Red.Sample(overlap, red);
        other.Green.Sample(overlap, green);
        other.Blue.Sample(overlap, blue);
        var (first, second) = (new Vector3[overlap.Count], new Vector3[overlap.Count]);
        for (var i = 0; i < first.Length; i++)
        {
            var at = overlap.Points[i].Still;
            (first[i], second[i]) = (one.At(at), new Vector3(red[at], green[at], blue[at]));
        }

        var tone = ToneFit.Of(first, second);
        Span<float> worst = stackalloc float[Compared];
        for (var i = 0; i < first.Length; i++)
        {
            var difference = ColorDifference.Of(tone.Residual(first[i], second[i]));
            Largest.Insert(worst, difference - (Tolerance * SteepestAt(one, overlap.Points[i].Still)));
        }

        return new ColorComparison(worst[1], worst[^1], tone);
    }

    /// <summary>The largest difference of a cell from the four next to it.</summary>
    private static float SteepestAt(ColorThumbnail colors, int at)
    {
        var side = colors.Red.Side;
        var (x, y) = (at % side, at / side);
        var color = colors.At(at);
        var steepest = 0f;
        if (x > 0)
            steepest = Math.Max(steepest, ColorDifference.Of(colors.At(at - 1) - color));
        if (x < side - 1)
            steepest = Math.Max(steepest, ColorDifference.Of(colors.At(at + 1) - color));
        if (y > 0)
            steepest = Math.Max(steepest, ColorDifference.Of(colors.At(at - side) - color));
        return y < side - 1 ? Math.Max(steepest, ColorDifference.Of(colors.At(at + side) - color)) : steepest;
    }
}
