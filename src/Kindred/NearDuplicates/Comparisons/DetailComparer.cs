using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>Compares the local detail of two pictures. Its memory serves one pair after another; not safe for several threads.</summary>
/// <param name="side">Pixels along a side of their thumbnails.</param>
internal sealed class DetailComparer(int side)
{
    // Luminances are smoothed, and mixed with what lies beyond an edge no further than that.
    private const float Margin = 1.2f;

    /// <summary>Of the smaller of the two pictures, without what is around them.</summary>
    private const float LeastOverlap = 0.25f;

    private const int Compared = 5;

    /// <summary>Squared levels of 255 that noise and compression make in each pixel's detail.</summary>
    private const float Noise = 16;

    /// <summary>
    /// The same where only shapes are compared. A pixel of a thumbnail is the mean of many, so little is left in it of what
    /// compression makes. With more, two plain things would agree wherever they are plain, whatever they are.
    /// </summary>
    private const float ShapeNoise = 1;

    private readonly Overlap _overlap = new(side);
    private readonly LocalDetail _detail = new(side);
    private readonly float[] _counts = new float[side * side];
    private readonly float[] _read = new float[side * side];
    private readonly float[] _one = new float[side * side];
    private readonly float[] _other = new float[side * side];
    private readonly float[] _residual = new float[side * side];
    private readonly float[] _unexplained = new float[side * side];
    private readonly float[] _products = new float[side * side];
    private readonly float[] _oneSquares = new float[side * side];
    private readonly float[] _otherSquares = new float[side * side];

    /// <summary>Compares where both are; <see langword="null"/> where they hardly overlap.</summary>
    /// <param name="still">The picture that stays where it is.</param>
    /// <param name="moved">The other.</param>
    /// <param name="placement">Where the points of the one lie on the other.</param>
    /// <param name="tone">The change of light between them.</param>
    /// <param name="leastCorrelation">
    /// Correlation below which single places are not looked at: what is said of them then is the worst that there is.
    /// </param>
    public DetailComparison? Compare(Pyramid still, Pyramid moved, Placement placement, ToneFit tone, float leastCorrelation)
    {
        _overlap.Set(placement, Margin, still.Picture, moved.Picture);
        if (_overlap.Count < LeastOverlap * Math.Min(still.Picture.Area, moved.Picture.Area) * side * side)
            return null;

        // The two as blurred as each other: what is enlarged has no fine detail, and what is reduced would keep more than that.
        var first = still.Luma.BlurredLike(1 / placement.Width, 1 / placement.Height).Values;
        moved.Luma.BlurredLike(placement.Width, placement.Height).Sample(_overlap, _read);
        _detail.Count(_overlap.Mask, _counts);
        _detail.Take(first, _overlap.Mask, _counts, _one);
        _detail.Take(_read, _overlap.Mask, _counts, _other);
        var correlation = Correlate();
        if (correlation < leastCorrelation)
            return new DetailComparison(correlation, Worst: 2, Typical: 0, Shape: 1);

        Array.Clear(_residual);
        foreach (ref readonly var point in _overlap.Points)
            _residual[point.Still] = tone.LumaResidual(first[point.Still], _read[point.Still]);
        _detail.Take(_residual, _overlap.Mask, _counts, _residual);
        return CompareWindows(correlation, tone.LumaGain);
    }

    private DetailComparison CompareWindows(float correlation, float gain)
    {
        _detail.SumProducts(_one, _other, _products);
        _detail.SumProducts(_one, _one, _oneSquares);
        _detail.SumProducts(_other, _other, _otherSquares);
        _detail.SumProducts(_residual, _residual, _unexplained);
        Span<float> worst = stackalloc float[Compared];
        var (typical, shape) = (0f, 0f);
        foreach (ref readonly var point in _overlap.Points)
        {
            var i = point.Still;
            var noise = Noise * _counts[i];
            var share = _unexplained[i] / ((gain * gain * _oneSquares[i]) + _otherSquares[i] + (2 * noise));
            typical += share;
            Largest.Insert(worst, share);
            var shapeNoise = ShapeNoise * _counts[i];
            var common = MathF.Abs(_products[i]) + shapeNoise;
            shape += 1 - (common * common / ((_oneSquares[i] + shapeNoise) * (_otherSquares[i] + shapeNoise)));
        }

        return new DetailComparison(correlation, worst[^1], typical / _overlap.Count, shape / _overlap.Count);
    }

    private float Correlate()
    {
        var moments = new Moments();
        foreach (ref readonly var point in _overlap.Points)
            moments.Add(_one[point.Still], _other[point.Still]);
        return moments.Correlation;
    }
}
