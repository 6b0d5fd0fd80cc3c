using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations.Starts;

/// <summary>What a coarse thumbnail has where others lie on it at each of <see cref="Placement.Starts"/>. Immutable.</summary>
internal sealed class StartSpreads
{
    private const int Side = CoarseView.Side;
    private const int Places = Side + 1;

    private readonly float[] _sums;
    private readonly float[] _spreads;

    /// <summary>Sums up a thumbnail's values.</summary>
    public StartSpreads(ReadOnlySpan<float> values)
    {
        // Sums over all pixels above and to the left: a rectangle's are four of them, a run's of two rows.
        Span<double> sums = stackalloc double[Places * Places];
        Span<double> squares = stackalloc double[Places * Places];
        sums[..Places].Clear();
        squares[..Places].Clear();
        for (var row = 0; row < Side; row++)
        {
            var (sum, square) = (0.0, 0.0);
            (sums[(row + 1) * Places], squares[(row + 1) * Places]) = (sum, square);
            for (var column = 0; column < Side; column++)
            {
                double value = values[(row * Side) + column];
                (sum, square) = (sum + value, square + (value * value));
                var place = ((row + 1) * Places) + column + 1;
                (sums[place], squares[place]) = (sums[place - Places] + sum, squares[place - Places] + square);
            }
        }

        var starts = StartPlace.All;
        (_sums, _spreads) = (new float[starts.Count], new float[starts.Count]);
        for (var start = 0; start < starts.Count; start++)
        {
            var place = starts[start];
            var (sum, square) = (0.0, 0.0);
            for (var row = place.FirstRow; row < place.EndRow;)
            {
                var end = place.IsUpright ? place.EndRow : row + 1;
                var (left, right) = place.RunOf(row);
                sum += Within(sums, row, end, left, right);
                square += Within(squares, row, end, left, right);
                row = end;
            }

            var mean = sum / place.Count;
            var variance = (square / place.Count) - (mean * mean);
            _sums[start] = (float)sum;
            _spreads[start] = variance < Registration.LeastVariance
                ? float.PositiveInfinity
                : (float)Math.Sqrt(variance * place.Count);
        }
    }

    /// <summary>The sum of its values at a start.</summary>
    public float SumAt(int start) => _sums[start];

    /// <summary>
    /// The root of its summed squares there, without the mean; infinite where it is plain, so that nothing correlates with it.
    /// </summary>
    public float SpreadAt(int start) => _spreads[start];

    private static double Within(ReadOnlySpan<double> sums, int top, int bottom, int left, int right) =>
        sums[(bottom * Places) + right] - sums[(bottom * Places) + left] - sums[(top * Places) + right] + sums[(top * Places) + left];
}
