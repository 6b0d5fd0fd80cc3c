using Kindred.NearDuplicates.Registrations;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>One picture laid on another as well as it goes, and how well they agree there.</summary>
/// <param name="Still">The one that stays where it is.</param>
/// <param name="Moved">The other, mirrored if need be.</param>
/// <param name="Placement">Where the points of the one lie on the other.</param>
/// <param name="Colors">How colors agree where they overlap.</param>
/// <param name="Mirrored">Whether the other was mirrored for it.</param>
internal readonly record struct Superposition(
    Pyramid Still, Pyramid Moved, Placement Placement, ColorComparison Colors, bool Mirrored)
{
    // The most promising starts are followed up.
    private const int Followed = 6;

    // Nine of ten look-alikes end here, before any placement is improved.
    private const float LeastAtStart = 0.45f;
    private const float LeastAtCoarse = 0.55f;

    /// <summary>Looks for the best placement, upright and mirrored; <see langword="null"/> where none is plausible.</summary>
    /// <param name="still">The picture that stays where it is.</param>
    /// <param name="pyramids">The other.</param>
    /// <param name="memory">Where pictures are registered.</param>
    public static Superposition? Find(Pyramid still, MovedPyramids pyramids, RegistrationMemory memory)
    {
        var (upright, mirrored) = (pyramids.Upright.Pyramid, pyramids.Mirrored.Pyramid);
        var best = Start.None;
        for (var view = 0; view < still.Views.Count; view++)
        {
            if (view > 0 && still.Views[view] == still.Views[0] && upright.Views[view] == upright.Views[0])
                break;
            var found = Follow(still.Views[view], pyramids, view, memory.Coarse);
            if (found.Correlation > best.Correlation)
                best = found;
        }

        if (best.Correlation <= LeastAtCoarse)
            return null;

        var other = best.Mirrored ? mirrored : upright;
        memory.Fine.LayOn(still.Fine, still.Picture);
        var fine = memory.Fine
            .Improve(other.Fine, other.Picture, best.Placement.Outside(best.Still, best.Moved), steps: 8).Placement;
        // Cropping shows in the coordinates of the picture, a canvas only in those of what lies on it.
        if (!fine.IsPlausible && !fine.Inside(best.Still, best.Moved).IsPlausible)
            return null;
        return ColorComparison.Of(still, other, fine) is not { } colors
            ? null
            : new Superposition(still, other, fine, colors, best.Mirrored);
    }

    /// <summary>How local detail agrees where they overlap; <see langword="null"/> where they hardly do.</summary>
    /// <param name="leastCorrelation">Below it, single places are not looked at.</param>
    public DetailComparison? CompareDetail(float leastCorrelation) =>
        DetailComparison.Of(Still, Moved, Placement, Colors.Tone, leastCorrelation);

    /// <summary>The best placement that the most promising starts lead to, in the coordinates of the views.</summary>
    private static Start Follow(CoarseView still, MovedPyramids pyramids, int view, Registration coarse)
    {
        Span<(float Correlation, int Start, bool Mirrored)> promising = stackalloc (float, int, bool)[Followed];
        var count = Promising(still, pyramids.Upright.AtStarts(view), mirrored: false, promising, 0);
        count = Promising(still, pyramids.Mirrored.AtStarts(view), mirrored: true, promising, count);
        var best = Start.None;
        if (count == 0)
            return best;

        coarse.LayOn(still.Detail, Frame.Whole);
        foreach (var (_, start, isMirrored) in promising[..count])
        {
            var moved = (isMirrored ? pyramids.Mirrored : pyramids.Upright).Pyramid.Views[view];
            var (placement, correlation) = coarse.Improve(moved.Detail, Frame.Whole, Placement.Starts[start], steps: 12);
            if (correlation > best.Correlation)
                best = new Start(correlation, placement, still.Frame, moved.Frame, isMirrored);
        }

        return best;
    }

    /// <summary>Puts the starts with the highest correlations among those that there are, highest first.</summary>
    /// <returns>How many there are then.</returns>
    private static int Promising(
        CoarseView still, StartSamples moved, bool mirrored, Span<(float Correlation, int Start, bool Mirrored)> promising, int count)
    {
        var values = still.Detail.Values;
        var spreads = still.Spreads;
        for (var start = 0; start < moved.Count; start++)
        {
            var correlation = moved.CorrelateAt(start, values, spreads[start]);
            if (!(correlation >= LeastAtStart) || (count == promising.Length && correlation <= promising[^1].Correlation))
                continue;
            var place = count == promising.Length ? count - 1 : count++;
            for (; place > 0 && promising[place - 1].Correlation < correlation; place--)
                promising[place] = promising[place - 1];
            promising[place] = (correlation, start, mirrored);
        }

        return count;
    }

    /// <summary>A placement on the way to the best one.</summary>
    private readonly record struct Start(float Correlation, Placement Placement, Frame Still, Frame Moved, bool Mirrored)
    {
        public static Start None { get; } = new(-1, default, Frame.Whole, Frame.Whole, Mirrored: false);
    }
}
