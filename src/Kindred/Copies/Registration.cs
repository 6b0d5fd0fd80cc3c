using System.Numerics.Tensors;

namespace Kindred.Copies;

/// <summary>
/// Finds how another thumbnail lies on one, so that they correlate best: the enhanced correlation coefficient of Evangelidis and
/// Psarakis ("Parametric image alignment using enhanced correlation coefficient maximization", PAMI 2008), climbed by the Gauss-Newton
/// steps of Lucas and Kanade (1981). As with Baker and Matthews ("Lucas-Kanade 20 years on", IJCV 2004) the slopes are those of the
/// thumbnail that stays where it is, so that they are taken once. Correlation does not see brightness and contrast. Not safe for
/// several threads.
/// </summary>
internal sealed class Registration
{
    private const int Parameters = 6;

    /// <summary>Below this share of pixels that lie on both, a correlation says nothing.</summary>
    private const float LeastOverlap = 0.4f;

    private readonly Thumbnail _still;
    private readonly float _margin;
    private readonly float[] _squares;
    private readonly float[] _samples;
    private readonly float[] _mask;
    private readonly float[][] _maskedSlopes;
    private readonly double[] _factor = new double[Parameters * Parameters];
    private float[][]? _slopes;

    /// <summary>Prepares to lay others on a thumbnail.</summary>
    /// <param name="still">The thumbnail that stays where it is.</param>
    /// <param name="margin">
    /// Pixels along both thumbnails' edges that are left out: there detail is mixed with what lies beyond an edge, be it a border or
    /// the corner that a rotation left empty.
    /// </param>
    public Registration(Thumbnail still, float margin)
    {
        _still = still;
        _margin = margin;
        var count = still.Values.Length;
        _squares = new float[count];
        TensorPrimitives.Multiply(still.Values, still.Values, _squares);
        _samples = new float[count];
        _mask = new float[count];
        _maskedSlopes = new float[Parameters][];
        for (var i = 0; i < Parameters; i++)
            _maskedSlopes[i] = new float[count];
    }

    /// <summary>Normalized cross-correlation where the two overlap, in [-1, 1]; -1 where they hardly do.</summary>
    public float Correlate(Thumbnail moved, Placement placement) => Overlap(moved, placement).Correlation;

    /// <summary>Improves a placement step by step.</summary>
    /// <param name="moved">The thumbnail that is placed; of the same size.</param>
    /// <param name="start">Where to begin: no more than a pixel or two off.</param>
    /// <param name="steps">Most steps; fewer where they become too short to matter.</param>
    /// <returns>The best placement met on the way, and its correlation.</returns>
    public (Placement Placement, float Correlation) Improve(Thumbnail moved, Placement start, int steps)
    {
        const float TooShort = 0.02f;
        var best = (Placement: start, Correlation: -1f);
        var placement = start;
        for (var step = 0; ; step++)
        {
            var overlap = Overlap(moved, placement);
            if (overlap.Correlation > best.Correlation)
                best = (placement, overlap.Correlation);
            if (step == steps || overlap.Gain <= 0 || placement.IsLost)
                return best;

            placement = Step(placement, overlap, out var length);
            if (length < TooShort)
                steps = Math.Min(steps, step + 1);
        }
    }

    /// <summary>How each pixel changes with each parameter.</summary>
    private static float[][] SlopesOf(Thumbnail still)
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

    private (float Correlation, float Gain, float StillMean, float MovedMean, float Count) Overlap(Thumbnail moved, Placement placement)
    {
        moved.Sample(placement, _margin, _samples, _mask);
        var count = TensorPrimitives.Sum<float>(_mask);
        if (count < LeastOverlap * _mask.Length)
            return (-1, 0, 0, 0, count);

        var stillMean = TensorPrimitives.Dot(_still.Values, _mask) / count;
        var movedMean = TensorPrimitives.Sum<float>(_samples) / count;
        var stillVariance = (TensorPrimitives.Dot<float>(_squares, _mask) / count) - (stillMean * stillMean);
        var movedVariance = (TensorPrimitives.SumOfSquares<float>(_samples) / count) - (movedMean * movedMean);
        var covariance = (TensorPrimitives.Dot(_still.Values, _samples) / count) - (stillMean * movedMean);
        // A plain picture has nothing to go by.
        return stillVariance < 1e-3f || movedVariance < 1e-3f
            ? (0, 0, stillMean, movedMean, count)
            : (covariance / MathF.Sqrt(stillVariance * movedVariance), covariance / movedVariance, stillMean, movedMean, count);
    }

    /// <summary>One step of least squares for <c>still ≈ gain · moved(placement) + offset</c>.</summary>
    private Placement Step(
        Placement placement, (float Correlation, float Gain, float StillMean, float MovedMean, float Count) overlap, out float length)
    {
        _slopes ??= SlopesOf(_still);
        for (var i = 0; i < Parameters; i++)
        {
            // Without the mean, since an offset between the two thumbnails is free.
            TensorPrimitives.Multiply(_slopes[i], _mask, _maskedSlopes[i]);
            var mean = TensorPrimitives.Sum<float>(_maskedSlopes[i]) / overlap.Count;
            TensorPrimitives.MultiplyAdd(_mask, -mean, _maskedSlopes[i], _maskedSlopes[i]);
        }

        Cholesky.Factor(_maskedSlopes, _factor);

        // What is left of the still thumbnail, in place of the samples; 0 outside of the overlap.
        TensorPrimitives.Subtract(_samples, overlap.MovedMean, _samples);
        TensorPrimitives.Multiply(_samples, overlap.Gain, _samples);
        TensorPrimitives.Subtract(_still.Values, _samples, _samples);
        TensorPrimitives.Subtract(_samples, overlap.StillMean, _samples);
        TensorPrimitives.Multiply(_samples, _mask, _samples);

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
}
