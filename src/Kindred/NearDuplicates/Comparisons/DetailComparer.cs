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
    private readonly float[] _second = new float[side * side];
    private readonly float[] _one = new float[side * side];
    private readonly float[] _other = new float[side * side];
    private readonly float[] _left = new float[side * side];
    private readonly float[] _products = new float[side * side];
    private readonly float[] _firsts = new float[side * side];
    private readonly float[] _seconds = new float[side * side];

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
        moved.Luma.BlurredLike(placement.Width, placement.Height).Sample(_overlap, _second);
        _detail.Count(_overlap.Mask, _counts);
        _detail.Take(first, _overlap.Mask, _counts, _one);
        _detail.Take(_second, _overlap.Mask, _counts, _other);
        var correlation = Correlate();
        if (correlation < leastCorrelation)
            return new DetailComparison(correlation, Worst: 2, Typical: 0, Shape: 1);

        Array.Clear(_left);
        foreach (ref readonly var point in _overlap.Points)
            _left[point.Still] = tone.LumaResidual(first[point.Still], _second[point.Still]);
        _detail.Take(_left, _overlap.Mask, _counts, _left);
        return CompareWindows(correlation, tone.LumaGain);
    }

    private DetailComparison CompareWindows(float correlation, float gain)
    {
        _detail.SumProducts(_one, _other, _products);
        _detail.SumProducts(_one, _one, _firsts);
        _detail.SumProducts(_other, _other, _seconds);
        _detail.SumProducts(_left, _left, _left);
        Span<float> worst = stackalloc float[Compared];
        var (typical, shape) = (0f, 0f);
        foreach (ref readonly var point in _overlap.Points)
        {
            var i = point.Still;
            var noise = Noise * _counts[i];
            var share = _left[i] / ((gain * gain * _firsts[i]) + _seconds[i] + (2 * noise));
            typical += share;
            Largest.Insert(worst, share);
            var shapeNoise = ShapeNoise * _counts[i];
            var common = MathF.Abs(_products[i]) + shapeNoise;
            shape += 1 - (common * common / ((_firsts[i] + shapeNoise) * (_seconds[i] + shapeNoise)));
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
