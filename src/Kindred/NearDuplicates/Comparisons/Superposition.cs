using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

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
    /// <summary>
    /// Correlation of fine detail below which a placement is none: of 13,900 pairs that are near-duplicates or variants three have less.
    /// </summary>
    private const float LeastAtFine = 0.5f;

    /// <summary>Looks for the best placement, upright and mirrored; <see langword="null"/> where none is plausible.</summary>
    /// <param name="stills">Pictures that stay where they are.</param>
    /// <param name="still">Which of them.</param>
    /// <param name="moved">The other picture.</param>
    /// <param name="memory">Where they are registered; it has the starts of the other on all that stay.</param>
    public static Superposition? Find(IReadOnlyList<Pyramid> stills, int still, MovedPicture moved, RegistrationMemory memory)
    {
        var picture = stills[still];
        var best = CoarsePlacement.None;
        for (var view = 0; view < picture.Views.Count; view++)
        {
            var found = CoarsePlacement.Find(picture.Views[view], still, moved, view, memory);
            if (found.Correlation > best.Correlation)
                best = found;
        }

        if (!best.IsFound)
            return null;

        var other = best.Mirrored ? moved.Mirrored : moved.Upright;
        var (stillFrame, movedFrame) = (picture.Views[best.View].Frame, other.Views[best.View].Frame);
        memory.Fine.LayOn(picture.Fine, picture.Picture);
        var climb = new Climb(best.Placement.Outside(stillFrame, movedFrame));
        memory.Fine.Improve(other.Fine, other.Picture, ref climb, steps: 8);
        var fine = climb.Best;
        // Cropping shows in the coordinates of the picture, a canvas only in those of what lies on it.
        if (climb.Correlation < LeastAtFine || (!fine.IsPlausible && !fine.Inside(stillFrame, movedFrame).IsPlausible))
            return null;
        return ColorComparison.Of(picture, other, fine) is not { } colors
            ? null
            : new Superposition(picture, other, fine, colors, best.Mirrored);
    }

    /// <summary>How local detail agrees where they overlap; <see langword="null"/> where they hardly do.</summary>
    /// <param name="comparer">Compares it.</param>
    /// <param name="leastCorrelation">Below it, single places are not looked at.</param>
    public DetailComparison? CompareDetail(DetailComparer comparer, float leastCorrelation) =>
        comparer.Compare(Still, Moved, Placement, Colors.Tone, leastCorrelation);
}
