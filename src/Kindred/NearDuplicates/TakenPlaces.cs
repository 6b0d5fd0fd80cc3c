using Kindred.Attributes;

namespace Kindred.NearDuplicates;

/// <summary>
/// The places of one list. An image that has a place covers its near-duplicates and, where variants are grouped, its variants: they have
/// none. What is only a variant of those has its own. Where variants are grouped, images of one product take one place too.
/// </summary>
/// <param name="variants">Which images are near-duplicates and variants.</param>
/// <param name="places">How many places variants take.</param>
internal sealed class TakenPlaces(VariantGraph variants, VariantPlaces places)
{
    private readonly HashSet<int> _covered = [];
    private readonly HashSet<int> _coveredProducts = [];
    private readonly AttributeTable? _products = places == VariantPlaces.All ? null : variants.Products;

    /// <summary>Whether an image may still have a place.</summary>
    public bool IsFree(int position) => !_covered.Contains(variants.PhotographOf(position))
        && !(_products is not null && _coveredProducts.Contains(_products.ProductAt(position)));

    /// <summary>Gives an image a place.</summary>
    public void Take(int position)
    {
        var photograph = variants.PhotographOf(position);
        _covered.Add(photograph);
        if (places == VariantPlaces.All)
            return;
        foreach (var other in variants.VariantsOf(photograph))
            _covered.Add(other);
        if (_products?.ProductAt(position) is >= 0 and var product)
            _coveredProducts.Add(product);
    }
}
