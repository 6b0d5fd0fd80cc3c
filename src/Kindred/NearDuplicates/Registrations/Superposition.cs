namespace Kindred.NearDuplicates.Registrations;

/// <summary>One fingerprint laid on another as well as it goes, and how well they agree there.</summary>
/// <param name="Placement">Where the points of the one lie on the other.</param>
/// <param name="Structure">Correlation of local detail where they overlap.</param>
/// <param name="Colors">How far the colors differ there.</param>
/// <param name="Mirrored">Whether the other was mirrored for it.</param>
internal readonly record struct Superposition(Placement Placement, float Structure, ColorComparison Colors, bool Mirrored)
{
    // The most promising starts are followed up.
    private const int Followed = 4;

    // Nine of ten look-alikes end here, before any placement is improved. Every transformed copy of 398 photographs and 200 drawings had a
    // start at 0.61 or more, and after improvement 0.72.
    private const float LeastAtStart = 0.45f;
    private const float LeastAtCoarse = 0.55f;

    // Structure is taken from luminances that are smoothed and no more.
    private const float Margin = 1.2f;

    private const float LeastOverlap = 0.5f;

    /// <summary>Looks for the best placement, upright and mirrored; <see langword="null"/> where none is plausible.</summary>
    public static Superposition? Find(Pyramid still, MovedPyramids pyramids)
    {
        var (upright, mirrored) = (pyramids.Upright, pyramids.Mirrored);
        var coarse = new Registration(still.Coarse);
        var starts = new List<(float Correlation, Placement Placement, bool Mirrored)>(2 * Placement.Starts.Count);
        for (var start = 0; start < Placement.Starts.Count; start++)
        {
            var (straight, flipped) = coarse.CorrelateAt(start, upright.AtStarts, mirrored.AtStarts);
            starts.Add((straight, Placement.Starts[start], false));
            starts.Add((flipped, Placement.Starts[start], true));
        }

        if (starts.TrueForAll(start => start.Correlation < LeastAtStart))
            return null;

        var best = (Correlation: LeastAtCoarse, Placement: default(Placement), Mirrored: false);
        foreach (var start in starts.OrderByDescending(start => start.Correlation).Take(Followed))
        {
            var moved = start.Mirrored ? mirrored : upright;
            var (placement, correlation) = coarse.Improve(moved.Coarse, start.Placement, steps: 12);
            if (correlation > best.Correlation)
                best = (correlation, placement, start.Mirrored);
        }

        if (best.Correlation <= LeastAtCoarse)
            return null;

        var other = best.Mirrored ? mirrored : upright;
        var fine = new Registration(still.Fine).Improve(other.Fine, best.Placement, steps: 8).Placement;
        if (!fine.IsPlausible || CorrelateDetail(still.Luma, other.Luma, fine) is not { } structure)
            return null;
        return new Superposition(fine, structure, ColorComparison.Of(still.Colors, other.Colors, fine), best.Mirrored);
    }

    /// <summary>Correlation of local detail, taken after the overlap is known so that nothing from outside of it counts.</summary>
    private static float? CorrelateDetail(LumaThumbnail still, LumaThumbnail moved, Placement placement)
    {
        var side = still.Side;
        var samples = new float[side * side];
        var overlap = new Overlap(side);
        overlap.Set(placement, Margin);
        if (overlap.Count < LeastOverlap * samples.Length)
            return null;

        moved.Sample(overlap, samples);
        var (stillDetail, movedDetail) = (LocalDetail.Of(still.Values, overlap.Mask, side), LocalDetail.Of(samples, overlap.Mask, side));
        var moments = new Moments();
        foreach (ref readonly var point in overlap.Points)
            moments.Add(stillDetail[point.Still], movedDetail[point.Still]);

        return moments.Correlation;
    }
}
