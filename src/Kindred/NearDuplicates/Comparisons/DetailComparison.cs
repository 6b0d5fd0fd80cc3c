using System.Numerics.Tensors;
using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>How the local detail of two pictures agrees where they overlap, as a whole and in single places.</summary>
/// <param name="Correlation">Normalized cross-correlation of all detail, in [-1, 1].</param>
/// <param name="Worst">
/// Share of the detail that the other picture's detail, in the same light, does not explain: in the fifth worst of the 5 × 5 windows
/// around each of 48 × 48 pixels, from 0 to 2. Sees another leg.
/// </param>
/// <param name="Typical">The mean of that share over all windows.</param>
/// <param name="Shape">
/// Mean over the windows of 1 less the squared correlation, from 0 to 1. A window may be lighter, darker or the other way round, as in a
/// thing of another color; its edges have to be where they were, and its folds and texture too: a plain thing has no others.
/// </param>
internal readonly record struct DetailComparison(float Correlation, float Worst, float Typical, float Shape)
{
    // Luminances are smoothed, and mixed with what lies beyond an edge no further than that.
    private const float Margin = 1.2f;

    /// <summary>Of the smaller of the two pictures, without what is around them.</summary>
    private const float LeastOverlap = 0.25f;

    private const int Compared = 5;

    // Of the worst window, what the texture of the whole picture explains.
    private const float TextureWeight = 30;
    private const float MostTexture = 3;

    /// <summary>Squared levels of 255 that noise and compression make in each pixel's detail.</summary>
    private const float Noise = 16;

    /// <summary>
    /// The same where only shapes are compared. A pixel of a thumbnail is the mean of many, so little is left in it of what
    /// compression makes. With more, two plain things would agree wherever they are plain, whatever they are.
    /// </summary>
    private const float ShapeNoise = 1;

    /// <summary>
    /// How far the worst window stands out. Fine texture falls on other pixels when a picture is cropped or rescaled, and differs
    /// everywhere; another leg differs in one place.
    /// </summary>
    public float Local => Worst / MathF.Min(MostTexture, 1 + (TextureWeight * Typical));

    /// <summary>Compares where both are; <see langword="null"/> where they hardly overlap.</summary>
    /// <param name="still">The picture that stays where it is.</param>
    /// <param name="moved">The other.</param>
    /// <param name="placement">Where the points of the one lie on the other.</param>
    /// <param name="tone">The change of light between them.</param>
    /// <param name="leastCorrelation">
    /// Correlation below which single places are not looked at: what is said of them then is the worst that there is.
    /// </param>
    public static DetailComparison? Of(Pyramid still, Pyramid moved, Placement placement, ToneFit tone, float leastCorrelation)
    {
        var side = still.Luma.Side;
        var overlap = new Overlap(side);
        overlap.Set(placement, Margin, still.Picture, moved.Picture);
        if (overlap.Count < LeastOverlap * Math.Min(still.Picture.Area, moved.Picture.Area) * side * side)
            return null;

        // The two as blurred as each other: what is enlarged has no fine detail, and what is reduced would keep more than that.
        var first = still.Luma.BlurredLike(1 / placement.Width, 1 / placement.Height).Values;
        var second = new float[side * side];
        moved.Luma.BlurredLike(placement.Width, placement.Height).Sample(overlap, second);
        var (one, other) = (LocalDetail.Of(first, overlap.Mask, side), LocalDetail.Of(second, overlap.Mask, side));
        var correlation = Correlate(one, other, overlap);
        if (correlation < leastCorrelation)
            return new DetailComparison(correlation, Worst: 2, Typical: 0, Shape: 1);

        var left = new float[side * side];
        var gain = tone.LumaGain;
        foreach (ref readonly var point in overlap.Points)
            left[point.Still] = tone.LumaResidual(first[point.Still], second[point.Still]);
        var counts = LocalDetail.BoxSums(overlap.Mask, side);
        var products = WindowSums(one, other, side);
        var firsts = WindowSums(one, one, side);
        var seconds = WindowSums(other, other, side);
        left = LocalDetail.Of(left, overlap.Mask, side);
        var unexplained = WindowSums(left, left, side);

        Span<float> worst = stackalloc float[Compared];
        var (typical, shape) = (0f, 0f);
        foreach (ref readonly var point in overlap.Points)
        {
            var i = point.Still;
            var noise = Noise * counts[i];
            var share = unexplained[i] / ((gain * gain * firsts[i]) + seconds[i] + (2 * noise));
            typical += share;
            Largest.Insert(worst, share);
            var shapeNoise = ShapeNoise * counts[i];
            var common = MathF.Abs(products[i]) + shapeNoise;
            shape += 1 - (common * common / ((firsts[i] + shapeNoise) * (seconds[i] + shapeNoise)));
        }

        return new DetailComparison(correlation, worst[^1], typical / overlap.Count, shape / overlap.Count);
    }

    private static float Correlate(float[] one, float[] other, Overlap overlap)
    {
        var moments = new Moments();
        foreach (ref readonly var point in overlap.Points)
            moments.Add(one[point.Still], other[point.Still]);
        return moments.Correlation;
    }

    private static float[] WindowSums(float[] one, float[] other, int side)
    {
        var products = new float[one.Length];
        TensorPrimitives.Multiply(one, other, products);
        return LocalDetail.BoxSums(products, side);
    }
}
