using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>How a view of a picture lies on that of another, coarsely.</summary>
/// <param name="View">Which of the pictures' views.</param>
/// <param name="Placement">Where the points of the one lie on the other, in the coordinates of the views.</param>
/// <param name="Correlation">Correlation of their coarse detail there, in [-1, 1].</param>
/// <param name="Mirrored">Whether the other is mirrored for it.</param>
/// <remarks>
/// The most promising starts are followed up, and fewer of them with every stage: what is one photograph agrees better and better from
/// one step to the next, and look-alikes do not. The limits are those that, of 13,900 pairs that are near-duplicates or variants, lose
/// five.
/// </remarks>
internal readonly record struct CoarsePlacement(int View, Placement Placement, float Correlation, bool Mirrored)
{
    private const int Followed = 6;

    // Two of three look-alikes end here, before any placement is improved.
    private const float LeastAtStart = 0.45f;

    private const float LeastInTheEnd = 0.75f;

    // Steps that have been made, correlation that has to be reached by then, and how many are followed from there.
    private static readonly (int Steps, float Least, int Kept)[] Stages = [(2, 0.58f, 3), (4, 0.68f, 2), (12, LeastInTheEnd, 1)];

    /// <summary>No placement.</summary>
    public static CoarsePlacement None { get; } = new(0, default, -1, Mirrored: false);

    /// <summary>Whether this is one.</summary>
    public bool IsFound => Correlation >= LeastInTheEnd;

    /// <summary>The best placement that the most promising starts lead to; <see cref="None"/> where they lead nowhere.</summary>
    /// <param name="still">The view that stays where it is.</param>
    /// <param name="row">Its number among those in the memory's <see cref="RegistrationMemory.Starts"/>.</param>
    /// <param name="moved">The other picture.</param>
    /// <param name="view">Which of its views.</param>
    /// <param name="memory">Where they are registered.</param>
    public static CoarsePlacement Find(CoarseView still, int row, MovedPicture moved, int view, RegistrationMemory memory)
    {
        Span<(float Correlation, int Start, bool Mirrored)> promising = stackalloc (float, int, bool)[Followed];
        var count = Promising(memory.Starts.With(row, view, mirrored: false), mirrored: false, promising, 0);
        count = Promising(memory.Starts.With(row, view, mirrored: true), mirrored: true, promising, count);
        if (count == 0)
            return None;

        Span<(Climb Climb, bool Mirrored)> climbs = stackalloc (Climb, bool)[Followed];
        for (var i = 0; i < count; i++)
            climbs[i] = (new Climb(Placement.Starts[promising[i].Start]), promising[i].Mirrored);
        memory.Coarse.LayOn(still.Detail, Frame.Whole);
        foreach (var (steps, least, kept) in Stages)
        {
            foreach (ref var one in climbs[..count])
                memory.Coarse.Improve(moved.DetailOf(view, one.Mirrored), Frame.Whole, ref one.Climb, steps);
            count = Keep(climbs[..count], least, kept);
            if (count == 0)
                return None;
        }

        var (best, isMirrored) = climbs[0];
        return new CoarsePlacement(view, best.Best, best.Correlation, isMirrored);
    }

    /// <summary>Puts the starts with the highest correlations among those that there are, highest first.</summary>
    /// <returns>How many there are then.</returns>
    private static int Promising(
        ReadOnlySpan<float> correlations, bool mirrored, Span<(float Correlation, int Start, bool Mirrored)> promising, int count)
    {
        for (var start = 0; start < correlations.Length; start++)
        {
            var correlation = correlations[start];
            if (!(correlation >= LeastAtStart) || (count == promising.Length && correlation <= promising[^1].Correlation))
                continue;
            var place = count == promising.Length ? count - 1 : count++;
            for (; place > 0 && promising[place - 1].Correlation < correlation; place--)
                promising[place] = promising[place - 1];
            promising[place] = (correlation, start, mirrored);
        }

        return count;
    }

    /// <summary>Puts those in front that are to be followed, the best first; of two alike the one that was more promising.</summary>
    /// <returns>How many they are.</returns>
    private static int Keep(Span<(Climb Climb, bool Mirrored)> climbs, float least, int most)
    {
        var count = 0;
        for (var i = 0; i < climbs.Length; i++)
        {
            var climb = climbs[i];
            if (!(climb.Climb.Correlation >= least))
                continue;
            var place = count++;
            for (; place > 0 && climbs[place - 1].Climb.Correlation < climb.Climb.Correlation; place--)
                climbs[place] = climbs[place - 1];
            climbs[place] = climb;
        }

        return Math.Min(count, most);
    }
}
