using Kindred.Attributes;
using Kindred.Images;

namespace Kindred.NearDuplicates;

/// <summary>
/// Which photographs are variants of each other: pairs, and nothing that follows from them, for a variant of a variant may be another
/// thing. A photograph is a group of near-duplicates; two are variants where one image of each is one of the other's. Immutable.
/// </summary>
internal sealed class VariantGraph
{
    private static readonly ImagesBehind Nothing = new([], [], []);

    private readonly IReadOnlyList<Image> _images;
    private readonly NearDuplicateGroups _nearDuplicates;
    private readonly Func<AttributeTable>? _attributes;

    // The first position of each photograph that images show, and for each position the next of the same; -1 for none.
    private readonly int[] _first;
    private readonly int[] _next;

    private readonly Dictionary<int, int[]> _variants = [];

    /// <summary>Notes which images are variants.</summary>
    /// <param name="images">The images.</param>
    /// <param name="nearDuplicates">Which of them show the same photograph, and all pairs.</param>
    /// <param name="attributes">What a shop says of them just now; nothing where <see langword="null"/>.</param>
    public VariantGraph(
        IReadOnlyList<Image> images, NearDuplicateGroups nearDuplicates, Func<AttributeTable>? attributes = null)
    {
        _attributes = attributes;
        _images = images;
        _nearDuplicates = nearDuplicates;
        _first = new int[nearDuplicates.Count];
        _next = new int[images.Count];
        Array.Fill(_first, -1);
        for (var position = images.Count - 1; position >= 0; position--)
        {
            ref var first = ref _first[PhotographOf(position)];
            (_next[position], first) = (first, position);
        }

        foreach (var pair in nearDuplicates.AllPairs)
        {
            if (pair.Likeness != Likeness.Variant || Of(pair.Content) is not { } one || Of(pair.Other) is not { } other || one == other)
                continue;
            Add(one, other);
            Add(other, one);
        }
    }

    /// <summary>How many photographs there are; they are numbered from 0.</summary>
    public int Photographs => _first.Length;

    /// <summary>
    /// Which images show one product, as a shop says just now; <see langword="null"/> where it says nothing. Take it once for one list.
    /// </summary>
    public AttributeTable? Products => _attributes?.Invoke() is { HasOwnIds: true } products ? products : null;

    /// <summary>The photograph that an image shows.</summary>
    public int PhotographOf(int position) => _nearDuplicates.ByPosition[position];

    /// <summary>The photograph of a content; <see langword="null"/> where no image shows it and it is no near-duplicate of one.</summary>
    public int? Of(ContentHash content) => _nearDuplicates.Of(content);

    /// <summary>The photographs that are variants of one.</summary>
    public ReadOnlySpan<int> VariantsOf(int photograph) => _variants.TryGetValue(photograph, out var others) ? others : default;

    /// <summary>Whether two photographs are variants of each other.</summary>
    public bool AreVariants(int photograph, int other) => VariantsOf(photograph).Contains(other);

    /// <summary>What stands behind an image that has a place: its own near-duplicates, and its variants, one image of each.</summary>
    /// <param name="position">Position of the image.</param>
    /// <param name="mayShow">Which images may stand there, by their positions.</param>
    public ImagesBehind Behind(int position, Func<int, bool> mayShow)
    {
        var own = PhotographOf(position);
        var others = VariantsOf(own);
        var views = Views(position, own, mayShow);
        if (others.IsEmpty && views.Count == 0 && _first[own] == position && _next[position] < 0)
            return Nothing;

        var variants = new List<Image>();
        foreach (var other in others)
        {
            if (Shown(other, mayShow) is [_, ..] images)
                variants.Add(images.Count == 1 ? images[0] : NearDuplicateListing.KeptFirst(images).First());
        }

        return new ImagesBehind(
            [.. variants.OrderBy(image => image.Path, StringComparer.Ordinal).ThenBy(image => image.Folder, StringComparer.Ordinal)],
            Shown(own, other => other != position && mayShow(other)), views);
    }

    /// <summary>Other photographs of the product that an image shows, but those that are variants of it: the first image of each.</summary>
    private IReadOnlyList<Image> Views(int position, int own, Func<int, bool> mayShow)
    {
        if (Products is not { } products || products.ProductOf(position) is not { Count: > 1 } positions)
            return [];
        var shown = new HashSet<int> { own };
        foreach (var variant in VariantsOf(own))
            shown.Add(variant);
        return [.. positions.Where(other => mayShow(other) && shown.Add(PhotographOf(other))).Select(other => _images[other])];
    }

    private List<Image> Shown(int photograph, Func<int, bool> mayShow)
    {
        var shown = new List<Image>();
        for (var position = _first[photograph]; position >= 0; position = _next[position])
        {
            if (mayShow(position))
                shown.Add(_images[position]);
        }

        return shown;
    }

    private void Add(int photograph, int other)
    {
        var others = _variants.GetValueOrDefault(photograph, []);
        if (!others.Contains(other))
            _variants[photograph] = [.. others, other];
    }
}
