using System.Numerics;
using Kindred.Attributes;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Galleries.Similar;

/// <summary>
/// The images that a search in an index file has found, with all that share a group with one of them: no others are read. Where none
/// shares a group, which is most often, next to nothing is done: programs that ask one thing and end wait for every method they touch.
/// </summary>
internal sealed class SimilarMembers
{
    private readonly ImageQuery _query;
    private readonly IReadOnlyList<Image> _images;
    private readonly Neighbor[] _found;
    private readonly SimilarPlaces? _places;
    private readonly IReadOnlySet<ImageId> _own;

    /// <summary>What was found for a picture.</summary>
    /// <param name="query">The picture.</param>
    /// <param name="images">The images by path.</param>
    /// <param name="found">What was found; ids are positions in the images.</param>
    /// <param name="places">Which of them take places; <see langword="null"/> where each has its own.</param>
    /// <param name="own">The images of the picture's own product.</param>
    private SimilarMembers(
        ImageQuery query, IReadOnlyList<Image> images, Neighbor[] found, SimilarPlaces? places, IReadOnlySet<ImageId> own)
    {
        _own = own;
        _query = query;
        _images = images;
        _found = found;
        _places = places;
    }

    /// <summary>Reads them; <see langword="null"/> where one is gone.</summary>
    /// <param name="store">The library.</param>
    /// <param name="file">The file.</param>
    /// <param name="found">What was found in it; ids are its rows.</param>
    /// <param name="query">The picture that was asked about.</param>
    /// <param name="variants">How many places images of one thing take.</param>
    /// <param name="own">The images of the picture's own product.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<SimilarMembers?> TryReadAsync(
        ILibraryStore store, IndexFile file, Neighbor[] found, ImageQuery query, VariantPlaces variants, IReadOnlySet<ImageId> own,
        CancellationToken cancellationToken)
    {
        ImageId[] ids = [.. found.Select(neighbor => new ImageId(file.Keys[neighbor.Id].Id))];
        var images = await store.ReadImagesAsync(ids, cancellationToken);
        IReadOnlyList<NearDuplicatePair>? pairs = null;
        IReadOnlyList<StoredAttributes> products = [];
        if (variants == VariantPlaces.Grouped)
        {
            products = await ReadProductsAsync(store, ids, cancellationToken);
            if (products.Count > 0)
                images = await store.ReadImagesAsync([.. ids, .. products.Select(product => product.Image)], cancellationToken);
            var contents = ContentsOf(images, query);
            pairs = await store.ReadNearDuplicatesAsync(contents, cancellationToken);
            var (members, isShared) = RowsOf(file, With(pairs, contents));
            if (isShared || pairs.Count > 0 || products.Count > 0)
            {
                images = await store.ReadImagesAsync(
                    [.. members, .. ids, .. products.Select(product => product.Image)], cancellationToken);
            }
            else
                pairs = null;
        }

        var positions = images.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        if (!ids.All(positions.ContainsKey))
            return null;
        return new SimilarMembers(
            query, images, [.. found.Select((neighbor, i) => neighbor with { Id = positions[ids[i]] })],
            pairs is null ? null : PlacesAmong(images, pairs, query, TableOf(products, positions)), own);
    }

    /// <summary>
    /// The images of the product that the picture shows, which has no place in its own list; none where images have a place each.
    /// </summary>
    public static async Task<IReadOnlySet<ImageId>> ReadOwnProductAsync(
        ILibraryStore store, ImageQuery query, VariantPlaces variants, CancellationToken cancellationToken) =>
        query.Image is { } image && variants == VariantPlaces.Grouped
            ? new HashSet<ImageId>((await ReadProductsAsync(store, [image.Id], cancellationToken)).Select(product => product.Image))
            : new HashSet<ImageId>();

    private static async Task<IReadOnlyList<StoredAttributes>> ReadProductsAsync(
        ILibraryStore store, IReadOnlyCollection<ImageId> images, CancellationToken cancellationToken) =>
        await store.ReadAttributesRevisionAsync(cancellationToken) == 0 ? [] : await store.ReadProductsAsync(images, cancellationToken);

    private static AttributeTable TableOf(IReadOnlyList<StoredAttributes> products, Dictionary<ImageId, int> positions)
    {
        var table = new AttributeTable(AttributeSchema.Empty, positions.Count, revision: 0);
        foreach (var product in products)
        {
            if (positions.TryGetValue(product.Image, out var position))
                table.Set(position, product.OwnId, "{}"u8);
        }

        return table;
    }

    /// <summary>The first results, nearest first.</summary>
    /// <param name="k">How many at most.</param>
    /// <param name="index">What was searched.</param>
    /// <param name="confidence">What scores say in it.</param>
    public IReadOnlyList<ScoredImage> Take(int k, NeighborIndex index, Confidence confidence)
    {
        ScoredImage Scored(Neighbor neighbor) => GallerySearch.Scored(index, neighbor, _images[neighbor.Id], confidence);
        return _places is null
            ? [.. _found.Take(k).Select(Scored)]
            : Array.ConvertAll(_places.First(_found, k), neighbor => _places.Complete(Scored(neighbor), neighbor.Id, MayShow));
    }

    private bool MayShow(int position) => _images[position].Id != _query.Image?.Id && !_own.Contains(_images[position].Id);

    private static SimilarPlaces PlacesAmong(
        IReadOnlyList<Image> images, IReadOnlyList<NearDuplicatePair> pairs, ImageQuery query, AttributeTable products) =>
        new(new VariantGraph(images, new NearDuplicateGroups(images, pairs), () => products), query.Content);

    // Arrays, filled by hand: a list of such a struct would be compiled anew by every process.
    private static ContentHash[] ContentsOf(IReadOnlyList<Image> images, ImageQuery query)
    {
        var contents = new ContentHash[images.Count + 1];
        for (var i = 0; i < images.Count; i++)
            contents[i] = images[i].Content;
        contents[^1] = query.Content;
        return contents;
    }

    private static ContentHash[] With(IReadOnlyList<NearDuplicatePair> pairs, ContentHash[] contents)
    {
        var all = new ContentHash[contents.Length + (2 * pairs.Count)];
        contents.CopyTo(all, 0);
        for (var i = 0; i < pairs.Count; i++)
            (all[contents.Length + (2 * i)], all[contents.Length + (2 * i) + 1]) = (pairs[i].Content, pairs[i].Other);
        return all;
    }

    /// <summary>
    /// The images in the file that show one of some contents, and whether two of them show the same. Rows know a part of a hash, which is
    /// enough to find them. A table of its own: a set of such numbers would be compiled anew by every process.
    /// </summary>
    private static (List<ImageId> Images, bool IsShared) RowsOf(IndexFile file, ContentHash[] contents)
    {
        var mask = (int)BitOperations.RoundUpToPowerOf2((uint)contents.Length * 2) - 1;
        var heads = new int[mask + 1];
        Array.Fill(heads, -1);
        var next = new int[contents.Length];
        var parts = new UInt128[contents.Length];
        for (var i = 0; i < contents.Length; i++)
        {
            parts[i] = RowKeys.ContentOf(contents[i]);
            ref var head = ref heads[(int)(ulong)parts[i] & mask];
            (next[i], head) = (head, i);
        }

        var isFound = new bool[contents.Length];
        var isShared = false;
        var images = new List<ImageId>();
        foreach (var key in file.Keys)
        {
            var part = RowKeys.ContentOf(key);
            var i = heads[(int)(ulong)part & mask];
            while (i >= 0 && parts[i] != part)
                i = next[i];
            if (i < 0)
                continue;
            images.Add(new ImageId(key.Id));
            isShared |= isFound[i];
            isFound[i] = true;
        }

        return (images, isShared);
    }
}
