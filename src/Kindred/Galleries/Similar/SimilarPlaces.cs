using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;

namespace Kindred.Galleries.Similar;

/// <summary>
/// Which of the images that were found take places of their own. One that does covers its near-duplicates and variants, which stand
/// behind it; what is only a variant of those has its own place. Near-duplicates of the picture that was asked about have a place each,
/// for who asks about a picture wants to know where else it is; and its variants share no place with what is none of them. Images of one
/// product take one place.
/// </summary>
/// <param name="variants">Which images are near-duplicates and variants.</param>
/// <param name="query">Content of the picture that was asked about; one that the library does not know has neither.</param>
internal sealed class SimilarPlaces(VariantGraph variants, ContentHash query)
{
    private readonly int _own = variants.Of(query) ?? -1;

    /// <summary>How many to search for where that many were too few.</summary>
    public static int More(int searched) => (2 * searched) + 8;

    /// <summary>Those that have a place.</summary>
    /// <param name="found">What was found, nearest first; ids are positions.</param>
    /// <param name="k">How many places there are.</param>
    public Neighbor[] First(Neighbor[] found, int k)
    {
        var first = new Neighbor[Math.Min(k, found.Length)];
        var count = 0;
        var isCovered = new bool[variants.Photographs];
        var products = variants.Products;
        var coveredProducts = new HashSet<int>();
        for (var i = 0; i < found.Length && count < first.Length; i++)
        {
            var photograph = variants.PhotographOf(found[i].Id);
            var product = products?.ProductAt(found[i].Id) ?? -1;
            if (isCovered[photograph] || (photograph != _own && coveredProducts.Contains(product)))
                continue;
            first[count++] = found[i];
            if (product >= 0)
                coveredProducts.Add(product);
            if (photograph == _own)
                continue;
            isCovered[photograph] = true;
            foreach (var other in variants.VariantsOf(photograph))
                isCovered[other] |= MayShare(photograph, other);
        }

        return first[..count];
    }

    /// <summary>Adds to a result what stands behind it.</summary>
    /// <param name="result">The result.</param>
    /// <param name="position">Its position.</param>
    /// <param name="mayShow">Which images may stand there, by their positions.</param>
    public ScoredImage Complete(ScoredImage result, int position, Func<int, bool> mayShow)
    {
        var photograph = variants.PhotographOf(position);
        var isVariant = IsVariant(photograph);
        var (others, nearDuplicates, views) = variants.Behind(
            position, other => mayShow(other) && MayShare(photograph, variants.PhotographOf(other)));
        if (photograph == _own)
            return views.Count == 0 ? result : result with { Views = views };
        return others.Count == 0 && nearDuplicates.Count == 0 && views.Count == 0 && !isVariant
            ? result
            : result with { IsVariant = isVariant, Variants = others, NearDuplicates = nearDuplicates, Views = views };
    }

    private bool IsVariant(int photograph) => _own >= 0 && variants.AreVariants(_own, photograph);

    /// <summary>Whether a photograph may stand behind another one that it is a variant of.</summary>
    private bool MayShare(int photograph, int other) => other != _own && IsVariant(photograph) == IsVariant(other);
}
