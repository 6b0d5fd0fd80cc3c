using System.Numerics;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// How far the colors of two pictures differ beyond one change of brightness. Brightness is either a gain (a share of light more) or an
/// offset (so many levels more), the same for red, green and blue, and cut off at black and white. Contrast is left as it is: where a
/// dark sofa turns light while the wall stays white, that is another sofa.
/// </summary>
/// <param name="Spread">
/// Root mean square of what differs, as a share of the standard deviation of the colors: sees a thing that is lighter or darker.
/// </param>
/// <param name="Tint">
/// Root mean square, in levels of 255, of the part of it in which red, green and blue disagree: sees a thing of another hue. Moving a
/// picture a little changes light and dark together, so that this stays small for near-duplicates whatever was done to them.
/// </param>
internal readonly record struct ColorComparison(float Spread, float Tint)
{
    private const float MostGain = 1.4f;
    private const float MostOffset = 64;

    // Outside of these a level may have been cut off.
    private const float Black = 8;
    private const float White = 235;

    // Next to an edge colors are mixed with what lies beyond it, and the more so for being smoothed.
    private const float Margin = 1.5f;
    private const float LeastOverlap = 1f / 3;

    /// <summary>Compares where both are.</summary>
    /// <returns>Infinite differences where they hardly overlap.</returns>
    public static ColorComparison Of(ColorThumbnail still, ColorThumbnail moved, Placement placement)
    {
        var pairs = Pair(still, moved, placement);
        if (pairs.Count < LeastOverlap * still.Red.Values.Length)
            return new ColorComparison(float.PositiveInfinity, float.PositiveInfinity);

        var (gain, offset) = Fit(pairs);
        var byGain = Residuals(pairs, level => level * gain, level => level / gain);
        var shift = new Vector3(offset);
        var byOffset = Residuals(pairs, level => level + shift, level => level - shift);
        return new ColorComparison(
            MathF.Sqrt(MathF.Min(byGain.Squares, byOffset.Squares) / MathF.Max(1, Variance(pairs))),
            MathF.Sqrt(MathF.Min(byGain.TintSquares, byOffset.TintSquares)));
    }

    private static List<(Vector3 First, Vector3 Second)> Pair(ColorThumbnail still, ColorThumbnail moved, Placement placement)
    {
        var count = still.Red.Values.Length;
        var (red, green, blue) = (new float[count], new float[count], new float[count]);
        var overlap = new Overlap(still.Red.Side);
        overlap.Set(placement, Margin);
        moved.Red.Sample(overlap, red);
        moved.Green.Sample(overlap, green);
        moved.Blue.Sample(overlap, blue);
        var pairs = new List<(Vector3, Vector3)>(overlap.Count);
        foreach (ref readonly var point in overlap.Points)
        {
            var i = point.Still;
            pairs.Add((new(still.Red.Values[i], still.Green.Values[i], still.Blue.Values[i]), new(red[i], green[i], blue[i])));
        }

        return pairs;
    }

    private static (float Gain, float Offset) Fit(List<(Vector3 First, Vector3 Second)> pairs)
    {
        float products = 0, squares = 0, differences = 0;
        var count = 0;
        foreach (var (first, second) in pairs)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                if (first[channel] is < Black or > White || second[channel] is < Black or > White)
                    continue;
                products += first[channel] * second[channel];
                squares += first[channel] * first[channel];
                differences += second[channel] - first[channel];
                count++;
            }
        }

        return count == 0
            ? (1, 0)
            : (Math.Clamp(products / squares, 1 / MostGain, MostGain), Math.Clamp(differences / count, -MostOffset, MostOffset));
    }

    /// <summary>Mean squares of what a change of brightness leaves.</summary>
    private static (float Squares, float TintSquares) Residuals(
        List<(Vector3 First, Vector3 Second)> pairs, Func<Vector3, Vector3> forth, Func<Vector3, Vector3> back)
    {
        float squares = 0, tintSquares = 0;
        foreach (var (first, second) in pairs)
        {
            // What was cut off is lost, in one picture or the other: it is enough that a level can be explained in one direction.
            var one = second - Clip(forth(first));
            var other = Clip(back(second)) - first;
            var left = Vector3.ConditionalSelect(Vector3.LessThan(Vector3.Abs(one), Vector3.Abs(other)), one, other);
            squares += left.LengthSquared();
            tintSquares += (left - new Vector3(Vector3.Dot(left, Vector3.One) / 3)).LengthSquared();
        }

        return (squares / (3 * pairs.Count), tintSquares / (3 * pairs.Count));
    }

    private static float Variance(List<(Vector3 First, Vector3 Second)> pairs)
    {
        var moments = new Moments();
        foreach (var (first, second) in pairs)
        {
            for (var channel = 0; channel < 3; channel++)
                moments.Add(first[channel], second[channel]);
        }

        return (float)Math.Min(moments.FirstVariance, moments.SecondVariance);
    }

    private static Vector3 Clip(Vector3 levels) => Vector3.Clamp(levels, Vector3.Zero, new Vector3(255));
}
