using Kindred.NearDuplicates.Registrations;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>One fingerprint laid on another as well as it goes, and how well they agree there.</summary>
/// <param name="Placement">Where the points of the one lie on the other.</param>
/// <param name="Detail">How local detail agrees where they overlap.</param>
/// <param name="Colors">How colors agree there.</param>
/// <param name="Mirrored">Whether the other was mirrored for it.</param>
internal readonly record struct Superposition(Placement Placement, DetailComparison Detail, ColorComparison Colors, bool Mirrored)
{
    // The most promising starts are followed up.
    private const int Followed = 6;

    // Nine of ten look-alikes end here, before any placement is improved.
    private const float LeastAtStart = 0.45f;
    private const float LeastAtCoarse = 0.55f;

    /// <summary>Looks for the best placement, upright and mirrored; <see langword="null"/> where none is plausible.</summary>
    public static Superposition? Find(Pyramid still, MovedPyramids pyramids)
    {
        var best = Start.None;
        for (var view = 0; view < still.Views.Count; view++)
        {
            if (view > 0 && still.Views[view] == still.Views[0] && pyramids.Upright.Views[view] == pyramids.Upright.Views[0])
                break;
            var found = Follow(still.Views[view], pyramids.Upright.Views[view], pyramids.Mirrored.Views[view]);
            if (found.Correlation > best.Correlation)
                best = found;
        }

        if (best.Correlation <= LeastAtCoarse)
            return null;

        var other = best.Mirrored ? pyramids.Mirrored : pyramids.Upright;
        var fine = new Registration(still.Fine, still.Picture)
            .Improve(other.Fine, other.Picture, best.Placement.Outside(best.Still, best.Moved), steps: 8).Placement;
        // Cropping shows in the coordinates of the picture, a canvas only in those of what lies on it.
        if (!fine.IsPlausible && !fine.Inside(best.Still, best.Moved).IsPlausible)
            return null;
        if (ColorComparison.Of(still, other, fine) is not { } colors
            || DetailComparison.Of(still, other, fine, colors.Tone) is not { } detail)
        {
            return null;
        }

        return new Superposition(fine, detail, colors, best.Mirrored);
    }

    /// <summary>The best placement that the most promising starts lead to, in the coordinates of the views.</summary>
    private static Start Follow(CoarseView still, CoarseView upright, CoarseView mirrored)
    {
        var coarse = new Registration(still.Detail, Frame.Whole);
        var starts = new List<Start>();
        for (var start = 0; start < Placement.Starts.Count; start++)
        {
            var straight = coarse.CorrelateAt(start, upright.AtStarts);
            if (straight >= LeastAtStart)
                starts.Add(new Start(straight, Placement.Starts[start], still.Frame, upright.Frame, Mirrored: false));
        }

        for (var start = 0; start < mirrored.AtStarts.Count; start++)
        {
            var flipped = coarse.CorrelateAt(start, mirrored.AtStarts);
            if (flipped >= LeastAtStart)
                starts.Add(new Start(flipped, Placement.Starts[start], still.Frame, mirrored.Frame, Mirrored: true));
        }

        var best = Start.None;
        foreach (var start in starts.OrderByDescending(start => start.Correlation).Take(Followed))
        {
            var moved = start.Mirrored ? mirrored : upright;
            var (placement, correlation) = coarse.Improve(moved.Detail, Frame.Whole, start.Placement, steps: 12);
            if (correlation > best.Correlation)
                best = start with { Correlation = correlation, Placement = placement };
        }

        return best;
    }

    /// <summary>A placement on the way to the best one.</summary>
    private readonly record struct Start(float Correlation, Placement Placement, Frame Still, Frame Moved, bool Mirrored)
    {
        public static Start None { get; } = new(-1, default, Frame.Whole, Frame.Whole, Mirrored: false);
    }
}
