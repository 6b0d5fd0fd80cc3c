using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Finds how another thumbnail lies on one, so that they correlate best: the enhanced correlation coefficient of Evangelidis and
/// Psarakis ("Parametric image alignment using enhanced correlation coefficient maximization", PAMI 2008), climbed by the Gauss-Newton
/// steps of Lucas and Kanade (1981). As with Baker and Matthews ("Lucas-Kanade 20 years on", IJCV 2004) the slopes are those of the
/// thumbnail that stays where it is, so that they are taken once. Correlation does not see brightness and contrast. Not safe for
/// several threads.
/// </summary>
internal sealed class Registration
{
    /// <summary>
    /// Pixels along both thumbnails' edges that are left out: there detail is mixed with what lies beyond an edge, be it a border or
    /// the corner that a rotation left empty. Detail is taken from 5 × 5, and so is mixed that far; smoothing alone reaches less far.
    /// </summary>
    public const float Margin = 2;

    private const int Parameters = 6;

    /// <summary>Below this share of the smaller frame's pixels that lie on both, a correlation says nothing.</summary>
    private const float LeastOverlap = 0.2f;

    private readonly LumaThumbnail _still;
    private readonly Frame _frame;
    private readonly float[] _squares;
    private readonly float[] _samples;
    private readonly Overlap _overlap;
    private readonly float[][] _maskedSlopes;
    private readonly double[] _factor = new double[Parameters * Parameters];
    private float[][]? _slopes;

    /// <summary>Prepares to lay others on a thumbnail.</summary>
    /// <param name="still">The thumbnail that stays where it is.</param>
    /// <param name="frame">What counts of it.</param>
    public Registration(LumaThumbnail still, Frame frame)
    {
        (_still, _frame) = (still, frame);
        var count = still.Values.Length;
        _squares = new float[count];
        TensorPrimitives.Multiply(still.Values, still.Values, _squares);
        _samples = new float[count];
        _overlap = new Overlap(still.Side);
        _maskedSlopes = new float[Parameters][];
        for (var i = 0; i < Parameters; i++)
            _maskedSlopes[i] = new float[count];
    }

    /// <summary>
    /// Correlation with a thumbnail at one of <see cref="Placement.Starts"/>, in [-1, 1]; -1 where they hardly overlap.
    /// </summary>
    public float CorrelateAt(int start, StartSamples samples)
    {
        var overlap = StartSamples.Overlaps[start];
        return Agree(overlap, _frame, StillSpread(overlap), samples.Values(start), samples.SpreadAt(start)).Correlation;
    }

    /// <summary>Improves a placement step by step.</summary>
    /// <param name="moved">The thumbnail that is placed; of the same size.</param>
    /// <param name="frame">What counts of it.</param>
    /// <param name="start">Where to begin: no more than a pixel or two off.</param>
    /// <param name="steps">Most steps; fewer where they become too short to matter.</param>
    /// <returns>The best placement met on the way, and its correlation.</returns>
    public (Placement Placement, float Correlation) Improve(LumaThumbnail moved, Frame frame, Placement start, int steps)
    {
        const float TooShort = 0.02f;
        var best = (Placement: start, Correlation: -1f);
        var placement = start;
        for (var step = 0; ; step++)
        {
            var agreement = Lay(moved, frame, placement);
            if (agreement.Correlation > best.Correlation)
                best = (placement, agreement.Correlation);
            if (step == steps || agreement.Gain <= 0 || placement.IsLost)
                return best;

            placement = Step(placement, agreement, out var length);
            if (length < TooShort)
                steps = Math.Min(steps, step + 1);
        }
    }

    /// <summary>Mean and variance of what was sampled, which is 0 outside of the overlap.</summary>
    internal static (float Mean, float Variance) SpreadOf(ReadOnlySpan<float> samples, int count)
    {
        var mean = TensorPrimitives.Sum(samples) / count;
        return (mean, (TensorPrimitives.SumOfSquares(samples) / count) - (mean * mean));
    }

    /// <summary>How each pixel changes with each parameter.</summary>
    private static float[][] SlopesOf(LumaThumbnail still)
    {
        var side = still.Side;
        var center = (side - 1) / 2f;
        var slopes = new float[Parameters][];
        for (var i = 0; i < Parameters; i++)
            slopes[i] = new float[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var i = (y * side) + x;
                var across = Slope(still.Values, i, x, side, 1);
                var down = Slope(still.Values, i, y, side, side);
                (slopes[0][i], slopes[1][i], slopes[2][i]) = (across * (x - center), across * (y - center), across);
                (slopes[3][i], slopes[4][i], slopes[5][i]) = (down * (x - center), down * (y - center), down);
            }
        }

        return slopes;
    }

    private static float Slope(ReadOnlySpan<float> values, int at, int place, int side, int step)
    {
        var before = place == 0 ? 0 : 1;
        var after = place == side - 1 ? 0 : 1;
        return (values[at + (after * step)] - values[at - (before * step)]) / (before + after);
    }

    private Agreement Lay(LumaThumbnail moved, Frame frame, Placement placement)
    {
        _overlap.Set(placement, Margin, _frame, frame);
        moved.Sample(_overlap, _samples);
        return Agree(_overlap, frame, StillSpread(_overlap), _samples, SpreadOf(_samples, _overlap.Count));
    }

    private (float Mean, float Variance) StillSpread(Overlap overlap)
    {
        var mean = TensorPrimitives.Dot(_still.Values, overlap.Mask) / overlap.Count;
        return (mean, (TensorPrimitives.Dot(_squares, overlap.Mask) / overlap.Count) - (mean * mean));
    }

    private Agreement Agree(
        Overlap overlap, Frame frame, (float Mean, float Variance) still, ReadOnlySpan<float> samples, (float Mean, float Variance) moved)
    {
        if (overlap.Count < LeastOverlap * Math.Min(frame.Area, _frame.Area) * overlap.Mask.Length)
            return new Agreement(-1, 0, 0, 0);
        // A plain picture has nothing to go by.
        if (still.Variance < 1e-3f || moved.Variance < 1e-3f)
            return new Agreement(0, 0, still.Mean, moved.Mean);
        var covariance = (TensorPrimitives.Dot(_still.Values, samples) / overlap.Count) - (still.Mean * moved.Mean);
        return new Agreement(covariance / MathF.Sqrt(still.Variance * moved.Variance), covariance / moved.Variance, still.Mean, moved.Mean);
    }

    /// <summary>One step of least squares for <c>still ≈ gain · moved(placement) + offset</c>.</summary>
    private Placement Step(Placement placement, Agreement agreement, out float length)
    {
        _slopes ??= SlopesOf(_still);
        for (var i = 0; i < Parameters; i++)
        {
            // Without the mean, since an offset between the two thumbnails is free.
            TensorPrimitives.Multiply(_slopes[i], _overlap.Mask, _maskedSlopes[i]);
            var mean = TensorPrimitives.Sum<float>(_maskedSlopes[i]) / _overlap.Count;
            TensorPrimitives.MultiplyAdd(_overlap.Mask, -mean, _maskedSlopes[i], _maskedSlopes[i]);
        }

        Cholesky.Factor(_maskedSlopes, _factor);

        // What is left of the still thumbnail, in place of the samples; 0 outside of the overlap.
        TensorPrimitives.Subtract(_samples, agreement.MovedMean, _samples);
        TensorPrimitives.Multiply(_samples, agreement.Gain, _samples);
        TensorPrimitives.Subtract(_still.Values, _samples, _samples);
        TensorPrimitives.Subtract(_samples, agreement.StillMean, _samples);
        TensorPrimitives.Multiply(_samples, _overlap.Mask, _samples);

        Span<double> step = stackalloc double[Parameters];
        for (var i = 0; i < Parameters; i++)
            step[i] = TensorPrimitives.Dot<float>(_maskedSlopes[i], _samples);
        Cholesky.Solve(_factor, step);

        length = 0;
        var center = (_still.Side - 1) / 2f;
        for (var i = 0; i < Parameters; i++)
            length = Math.Max(length, MathF.Abs((float)step[i]) * (i % 3 == 2 ? 1 : center));

        var side = _still.Side;
        return new Placement(
            placement.XX + (float)step[0], placement.XY + (float)step[1], placement.X + ((float)step[2] / side),
            placement.YX + (float)step[3], placement.YY + (float)step[4], placement.Y + ((float)step[5] / side));
    }

    /// <summary>How the two agree in a placement.</summary>
    /// <param name="Correlation">Normalized cross-correlation where the two overlap, in [-1, 1]; -1 where they hardly do.</param>
    /// <param name="Gain">What the moved one's contrast is multiplied with to come nearest to the still one.</param>
    /// <param name="StillMean">Mean of the still one there.</param>
    /// <param name="MovedMean">Mean of the moved one there.</param>
    private readonly record struct Agreement(float Correlation, float Gain, float StillMean, float MovedMean);
}
