using System.Numerics;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>
/// One change of light for all of a picture: a gain for each of red, green and blue (exposure and white balance), and one offset
/// (contrast). Fitted so that what differs otherwise does not pull it along: by least squares, weighed anew in every round by how little is
/// left of a point (Holland and Welsch, "Robust regression using iteratively reweighted least-squares", 1977; the weights are Cauchy's).
/// </summary>
/// <param name="Gains">What red, green and blue of the first picture are multiplied with.</param>
/// <param name="Offset">Levels that are added to each.</param>
internal readonly record struct ToneFit(Vector3 Gains, float Offset)
{
    private const int Rounds = 8;
    private const float Doubtful = 4;

    // Nearer to black and white, levels may have been cut off.
    private const float Black = 6;
    private const float White = 247;

    // Above it, a cell's lightest pixels may have been, and so much of what it was lightened by may be missing.
    private const float NearWhite = 225;
    private const float CutShare = 0.5f;

    private const float MostGain = 1.5f;
    private const float MostOffset = 64;

    /// <summary>Share by which a channel's gain may differ from their mean: no more than another light does.</summary>
    private const float MostTint = 0.12f;

    /// <summary>The gain of luminances.</summary>
    public float LumaGain => ColorDifference.Luma(Gains);

    /// <summary>Fits a change of light.</summary>
    /// <param name="first">Colors of one picture, in levels of 255.</param>
    /// <param name="second">The colors at the same places of the other.</param>
    public static ToneFit Of(ReadOnlySpan<Vector3> first, ReadOnlySpan<Vector3> second)
    {
        var fit = new ToneFit(Vector3.One, 0);
        for (var round = 0; round < Rounds; round++)
            fit = Round(first, second, fit, isFirst: round == 0);
        return fit;
    }

    /// <summary>
    /// What the change of light leaves. What was cut off at black or white is lost, in one picture or the other: it is enough that a level
    /// can be explained in one direction.
    /// </summary>
    public Vector3 Residual(Vector3 first, Vector3 second)
    {
        var offset = new Vector3(Offset);
        var forth = Left(first, (first * Gains) + offset, second);
        var back = Left(second, (second - offset) / Gains, first);
        return Vector3.ConditionalSelect(Vector3.LessThan(Vector3.Abs(forth), Vector3.Abs(back)), forth, -back);
    }

    /// <summary>The same of luminances.</summary>
    public float LumaResidual(float first, float second)
    {
        var gain = LumaGain;
        var forth = second - Math.Clamp((first * gain) + Offset, 0, 255);
        var back = Math.Clamp((second - Offset) / gain, 0, 255) - first;
        return MathF.Abs(forth) < MathF.Abs(back) ? forth : back;
    }

    /// <summary>
    /// What is left of levels that were expected to become others. A cell that was lightened to near white may be darker than expected:
    /// its lightest pixels were cut off, and it is the mean of them all.
    /// </summary>
    private static Vector3 Left(Vector3 before, Vector3 expected, Vector3 after)
    {
        var left = after - Clip(expected);
        var cut = CutShare * Vector3.Max(
            Vector3.Zero, Vector3.Min(expected - new Vector3(NearWhite), expected - before));
        return Vector3.Min(left + cut, Vector3.Max(left, Vector3.Zero));
    }

    private static ToneFit Round(ReadOnlySpan<Vector3> first, ReadOnlySpan<Vector3> second, ToneFit last, bool isFirst)
    {
        Vector3 weights = default, firsts = default, seconds = default, squares = default, products = default;
        for (var i = 0; i < first.Length; i++)
        {
            var left = isFirst ? 0 : ColorDifference.Of(last.Residual(first[i], second[i])) / Doubtful;
            var weight = IsKept(first[i]) * IsKept(second[i]) / (1 + (left * left));
            weights += weight;
            firsts += weight * first[i];
            seconds += weight * second[i];
            squares += weight * first[i] * first[i];
            products += weight * first[i] * second[i];
        }

        // The gains as functions of the offset, put into the equation of the offset. Where there is no contrast, it stays 0.
        var some = Vector3.Max(squares, Vector3.One);
        var offset = Math.Clamp(
            Vector3.Dot(seconds - (products * firsts / some), Vector3.One)
            / (1 + Vector3.Dot(weights - (firsts * firsts / some), Vector3.One)),
            -MostOffset, MostOffset);
        var gains = Vector3.Clamp((products - (offset * firsts)) / some, new Vector3(1 / MostGain), new Vector3(MostGain));
        gains = Vector3.ConditionalSelect(Vector3.LessThan(squares, Vector3.One), Vector3.One, gains);
        var mean = new Vector3(Vector3.Dot(gains, Vector3.One) / 3);
        return new ToneFit(Vector3.Clamp(gains, mean * (1 - MostTint), mean * (1 + MostTint)), offset);
    }

    /// <summary>1 for each channel that cannot have been cut off, 0 for others.</summary>
    private static Vector3 IsKept(Vector3 color) => Vector3.ConditionalSelect(
        Vector3.GreaterThan(color, new Vector3(Black)),
        Vector3.ConditionalSelect(Vector3.LessThan(color, new Vector3(White)), Vector3.One, Vector3.Zero), Vector3.Zero);

    private static Vector3 Clip(Vector3 levels) => Vector3.Clamp(levels, Vector3.Zero, new Vector3(255));
}
