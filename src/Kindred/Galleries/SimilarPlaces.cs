using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;

namespace Kindred.Galleries;

/// <summary>
/// Which of the images that were found take places of their own: of each group of near-duplicates and variants the nearest, the others
/// stand behind it. Variants of the picture that was asked about are such a group; its near-duplicates have a place each, for who asks
/// about a picture wants to know where else it is.
/// </summary>
internal sealed class SimilarPlaces
{
    private readonly IReadOnlyList<int> _nearDuplicates;
    private readonly VariantGroups _variants;
    private readonly int? _ownNearDuplicates;
    private readonly int? _ownVariants;

    /// <summary>Places for one question.</summary>
    /// <param name="nearDuplicates">Which images show the same photograph.</param>
    /// <param name="variants">Which of them show the same thing.</param>
    /// <param name="query">Content of the picture that was asked about; one that the library does not know has no group.</param>
    public SimilarPlaces(NearDuplicateGroups nearDuplicates, VariantGroups variants, ContentHash query)
    {
        _nearDuplicates = nearDuplicates.ByPosition;
        _variants = variants;
        _ownNearDuplicates = nearDuplicates.Of(query);
        _ownVariants = variants.Of(query);
    }

    /// <summary>How many to search for where that many were too few.</summary>
    public static int More(int searched) => (2 * searched) + 8;

    /// <summary>The first of each group.</summary>
    /// <param name="found">What was found, nearest first; ids are positions.</param>
    /// <param name="k">How many places there are.</param>
    public List<Neighbor> First(IEnumerable<Neighbor> found, int k)
    {
        var taken = new HashSet<int>();
        return [.. found.Where(neighbor => taken.Add(PlaceOf(neighbor.Id))).Take(k)];
    }

    /// <summary>Adds to a result what stands behind it.</summary>
    /// <param name="result">The result.</param>
    /// <param name="position">Its position.</param>
    /// <param name="mayShow">Which images may stand there, by their positions.</param>
    public ScoredImage Complete(ScoredImage result, int position, Func<int, bool> mayShow)
    {
        if (IsNearDuplicate(position))
            return result;
        var isVariant = _ownVariants == _variants.ByPosition[position];
        var (variants, nearDuplicates) = _variants.Behind(
            position, isVariant ? other => mayShow(other) && !IsNearDuplicate(other) : mayShow);
        return variants.Count == 0 && nearDuplicates.Count == 0 && !isVariant
            ? result
            : result with { IsVariant = isVariant, Variants = variants, NearDuplicates = nearDuplicates };
    }

    private bool IsNearDuplicate(int position) => _ownNearDuplicates == _nearDuplicates[position];

    /// <summary>Negative numbers are no groups.</summary>
    private int PlaceOf(int position) => IsNearDuplicate(position) ? ~position : _variants.ByPosition[position];
}
