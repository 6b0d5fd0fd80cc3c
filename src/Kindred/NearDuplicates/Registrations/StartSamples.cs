using System.Numerics.Tensors;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A coarse thumbnail as it is read at each of <see cref="Placement.Starts"/>. Where those lie is the same for all pictures, and what is
/// read there does not depend on the one that it is laid on: so that is done once for a thumbnail, and not for every pair that it is in.
/// </summary>
internal sealed class StartSamples
{
    private readonly float[] _samples;
    private readonly float[] _means;
    private readonly float[] _variances;

    /// <summary>Reads a thumbnail at starts.</summary>
    /// <param name="coarse">Of the side <see cref="CoarseView.Side"/>.</param>
    /// <param name="count">How many of the starts, from the first.</param>
    public StartSamples(LumaThumbnail coarse, int count)
    {
        _samples = new float[count * coarse.Values.Length];
        _means = new float[count];
        _variances = new float[count];
        for (var start = 0; start < count; start++)
        {
            var samples = _samples.AsSpan(start * coarse.Values.Length, coarse.Values.Length);
            coarse.Sample(Overlaps[start], samples);
            (_means[start], _variances[start]) = Registration.SpreadOf(samples, Overlaps[start].Count);
        }
    }

    /// <summary>Where each start reads.</summary>
    public static IReadOnlyList<Overlap> Overlaps { get; } = [.. Placement.Starts.Select(At)];

    /// <summary>How many starts were read.</summary>
    public int Count => _means.Length;

    /// <summary>What a start reads; 0 outside of the overlap.</summary>
    public ReadOnlySpan<float> Values(int start) =>
        _samples.AsSpan(start * (_samples.Length / Count), _samples.Length / Count);

    /// <summary>Mean and variance of what a start reads.</summary>
    public (float Mean, float Variance) SpreadAt(int start) => (_means[start], _variances[start]);

    private static Overlap At(Placement start)
    {
        var overlap = new Overlap(CoarseView.Side);
        overlap.Set(start, Registration.Margin, Frame.Whole, Frame.Whole);
        return overlap;
    }
}
