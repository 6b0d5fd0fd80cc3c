using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A coarse thumbnail as it is read at each of <see cref="Placement.Starts"/>. Where those lie is the same for all pictures, and what is
/// read there does not depend on the one that it is laid on: so that is done once for a thumbnail, and not for every pair that it is in.
/// </summary>
internal sealed class StartSamples
{
    private readonly float[] _samples;

    /// <summary>Reads a thumbnail at starts.</summary>
    /// <param name="coarse">Of the side <see cref="CoarseView.Side"/>.</param>
    /// <param name="count">How many of the starts, from the first.</param>
    /// <param name="samples">Where to put what is read: <see cref="LengthOf"/> numbers or more.</param>
    public StartSamples(LumaThumbnail coarse, int count, float[] samples)
    {
        Count = count;
        _samples = samples;
        var all = new float[coarse.Values.Length];
        for (var start = 0; start < count; start++)
        {
            var overlap = Overlaps[start];
            coarse.Sample(overlap, all);
            Normalize(all.AsSpan(Rows(start)), overlap.Mask[Rows(start)], overlap.Count, Values(start));
        }
    }

    /// <summary>Where each start reads.</summary>
    public static IReadOnlyList<Overlap> Overlaps { get; } = [.. Placement.Starts.Select(At)];

    /// <summary>How many starts were read.</summary>
    public int Count { get; }

    // Rows that no start reads are left out, and so are neither kept nor multiplied.
    private static Range[] ReadRows { get; } = [.. Overlaps.Select(RowsOf)];

    private static int[] Ends { get; } = EndsOf(ReadRows);

    /// <summary>How many numbers are read at some starts, from the first.</summary>
    public static int LengthOf(int count) => Ends[count - 1];

    /// <summary>The values of a thumbnail that <see cref="CorrelateAt"/> has to be given for a start.</summary>
    public static Range Rows(int start) => ReadRows[start];

    /// <summary>Correlation with another thumbnail at a start, in [-1, 1].</summary>
    /// <param name="start">Which start.</param>
    /// <param name="still">All values of the thumbnail.</param>
    /// <param name="spread">Root of its summed squares there, without its mean.</param>
    public float CorrelateAt(int start, ReadOnlySpan<float> still, float spread) =>
        TensorPrimitives.Dot(still[Rows(start)], Values(start)) / spread;

    private static void Normalize(ReadOnlySpan<float> samples, ReadOnlySpan<float> mask, int count, Span<float> normalized)
    {
        var mean = TensorPrimitives.Sum(samples) / count;
        TensorPrimitives.MultiplyAdd(mask, -mean, samples, normalized);
        var squares = TensorPrimitives.SumOfSquares<float>(normalized);
        // A plain picture has nothing to go by, and correlates with none.
        TensorPrimitives.Multiply(normalized, squares < Registration.LeastVariance * count ? 0 : 1 / MathF.Sqrt(squares), normalized);
    }

    private static Overlap At(Placement start)
    {
        var overlap = new Overlap(CoarseView.Side);
        overlap.Set(start, Registration.Margin, Frame.Whole, Frame.Whole);
        return overlap;
    }

    private static Range RowsOf(Overlap overlap)
    {
        const int Side = CoarseView.Side;
        return (overlap.Points[0].Still / Side * Side)..(((overlap.Points[^1].Still / Side) + 1) * Side);
    }

    private static int[] EndsOf(Range[] rows)
    {
        var ends = new int[rows.Length];
        for (var i = 0; i < ends.Length; i++)
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + rows[i].End.Value - rows[i].Start.Value;
        return ends;
    }

    private Span<float> Values(int start)
    {
        var from = start == 0 ? 0 : Ends[start - 1];
        return _samples.AsSpan(from, Ends[start] - from);
    }
}
