using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// Finds how another thumbnail lies on one, so that they correlate best: the enhanced correlation coefficient of Evangelidis and
/// Psarakis ("Parametric image alignment using enhanced correlation coefficient maximization", PAMI 2008), climbed by the Gauss-Newton
/// steps of Lucas and Kanade (1981). As with Baker and Matthews ("Lucas-Kanade 20 years on", IJCV 2004) the slopes are those of the
/// thumbnail that stays where it is, so that they are taken once. Correlation does not see brightness and contrast. Its memory serves
/// one pair after another; not safe for several threads.
/// </summary>
internal sealed class Registration
{
    /// <summary>
    /// Pixels along both thumbnails' edges that are left out: there detail is mixed with what lies beyond an edge, be it a border or
    /// the corner that a rotation left empty. Detail is taken from 5 × 5, and so is mixed that far; smoothing alone reaches less far.
    /// </summary>
    public const float Margin = 2;

    /// <summary>A plain picture has nothing to go by: variances below this count as none.</summary>
    public const float LeastVariance = 1e-3f;

    /// <summary>Numbers of a placement.</summary>
    public const int Parameters = 6;

    /// <summary>Below this share of the smaller frame's pixels that lie on both, a correlation says nothing.</summary>
    private const float LeastOverlap = 0.2f;

    /// <summary>Pixels that a step has to move some point of the thumbnail by; what is shorter changes nothing.</summary>
    private const float TooShort = 0.02f;

    private readonly int _side;
    private readonly RunSums _still;
    private readonly OverlapRuns _overlap;
    private readonly double[] _factor = new double[Parameters * Parameters];
    private Frame _frame;

    /// <summary>Makes room for thumbnails of a size.</summary>
    /// <param name="side">Pixels along a side, at most 48.</param>
    public Registration(int side) => (_side, _still, _overlap) = (side, new RunSums(side), new OverlapRuns(side));

    /// <summary>Prepares to lay others on a thumbnail.</summary>
    /// <param name="still">The thumbnail that stays where it is.</param>
    /// <param name="frame">What counts of it.</param>
    public void LayOn(LumaThumbnail still, Frame frame)
    {
        _still.Set(still);
        _frame = frame;
    }

    /// <summary>Improves a placement step by step.</summary>
    /// <param name="moved">The thumbnail that is placed; of the same size.</param>
    /// <param name="frame">What counts of it.</param>
    /// <param name="climb">How far that has come, begun no more than a pixel or two off; goes on from there.</param>
    /// <param name="steps">Most steps in all; fewer where they become too short to matter.</param>
    public void Improve(LumaThumbnail moved, Frame frame, ref Climb climb, int steps)
    {
        while (!climb.HasEnded && climb.Laid <= steps)
        {
            _overlap.Set(climb.Next, Margin, _frame, frame);
            if (_overlap.Count < LeastOverlap * Math.Min(frame.Area, _frame.Area) * _side * _side)
            {
                climb.Lay(correlation: -1);
                climb.HasEnded = true;
                return;
            }

            _still.Add(_overlap);
            var sums = MovedSums.Of(_still, moved, climb.Next, _overlap);
            var agreement = Agree(sums);
            climb.Lay(agreement.Correlation);
            if (agreement.Gain <= 0 || climb.Next.IsLost || climb.IsLast)
            {
                climb.HasEnded = true;
                return;
            }

            climb.Next = Step(climb.Next, agreement, sums, out var length);
            climb.IsLast = length < TooShort;
        }
    }

    private Agreement Agree(in MovedSums sums)
    {
        var count = _overlap.Count;
        var stillMean = _still.Sum(RunSums.Value, x: 0, y: 0) / count;
        var stillVariance = (_still.SumOfSquares() / count) - (stillMean * stillMean);
        var movedMean = sums.Sum / count;
        var movedVariance = (sums.Squares / count) - (movedMean * movedMean);
        if (stillVariance < LeastVariance || movedVariance < LeastVariance)
            return new Agreement(0, 0, stillMean, movedMean);
        var covariance = (sums.Products / count) - (stillMean * movedMean);
        return new Agreement(covariance / MathF.Sqrt(stillVariance * movedVariance), covariance / movedVariance, stillMean, movedMean);
    }

    /// <summary>One step of least squares for <c>still ≈ gain · moved(placement) + offset</c>.</summary>
    private Placement Step(Placement placement, Agreement agreement, in MovedSums sums, out float length)
    {
        // All without the means, since an offset between the two thumbnails is free.
        Span<double> step = stackalloc double[Parameters];
        for (var i = 0; i < Parameters; i++)
        {
            var sum = SumOf(RunSums.Slopes + (i / 3), i);
            for (var j = 0; j <= i; j++)
            {
                _factor[(i * Parameters) + j] = SumOf(RunSums.SlopeProducts + (i / 3) + (j / 3), i, j)
                    - (sum * SumOf(RunSums.Slopes + (j / 3), j) / _overlap.Count);
            }

            // What is left of the still thumbnail when the other, in its light, is taken from it.
            step[i] = SumOf(RunSums.SlopesTimesValue + (i / 3), i) - (agreement.StillMean * sum)
                - (agreement.Gain * (sums[i] - (agreement.MovedMean * sum)));
        }

        Cholesky.Factor(_factor, Parameters);
        Cholesky.Solve(_factor, step);

        length = 0;
        var center = (_side - 1) / 2f;
        for (var i = 0; i < Parameters; i++)
            length = Math.Max(length, MathF.Abs((float)step[i]) * (i % 3 == 2 ? 1 : center));

        return new Placement(
            placement.XX + (float)step[0], placement.XY + (float)step[1], placement.X + ((float)step[2] / _side),
            placement.YX + (float)step[3], placement.YY + (float)step[4], placement.Y + ((float)step[5] / _side));
    }

    // Parameters come in threes: what stands for x, for y and for a shift.
    private double SumOf(int term, int i) => _still.Sum(term, x: i % 3 == 0 ? 1 : 0, y: i % 3 == 1 ? 1 : 0);

    private double SumOf(int term, int i, int j) => _still.Sum(
        term, x: (i % 3 == 0 ? 1 : 0) + (j % 3 == 0 ? 1 : 0), y: (i % 3 == 1 ? 1 : 0) + (j % 3 == 1 ? 1 : 0));

    /// <summary>How the two agree in a placement.</summary>
    /// <param name="Correlation">Normalized cross-correlation where the two overlap, in [-1, 1]; -1 where they hardly do.</param>
    /// <param name="Gain">What the moved one's contrast is multiplied with to come nearest to the still one.</param>
    /// <param name="StillMean">Mean of the still one there.</param>
    /// <param name="MovedMean">Mean of the moved one there.</param>
    private readonly record struct Agreement(float Correlation, float Gain, float StillMean, float MovedMean);
}
