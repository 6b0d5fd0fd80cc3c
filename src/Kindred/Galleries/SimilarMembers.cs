using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Galleries;

/// <summary>
/// The images that a search in an index file has found, with all that share a group with one of them: no others are read.
/// </summary>
internal sealed class SimilarMembers
{
    private readonly ImageQuery _query;
    private readonly Image[] _images;
    private readonly Neighbor[] _found;
    private readonly SimilarPlaces? _places;

    /// <summary>What was found for a picture.</summary>
    /// <param name="query">The picture.</param>
    /// <param name="images">The images by path.</param>
    /// <param name="found">What was found; ids are positions in the images.</param>
    /// <param name="places">Which of them take places; <see langword="null"/> where each has its own.</param>
    private SimilarMembers(ImageQuery query, Image[] images, Neighbor[] found, SimilarPlaces? places)
    {
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
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<SimilarMembers?> TryReadAsync(
        ILibraryStore store, IndexFile file, Neighbor[] found, ImageQuery query, VariantPlaces variants,
        CancellationToken cancellationToken)
    {
        var ids = found.Select(neighbor => new ImageId(file.Keys[neighbor.Id].Id)).ToHashSet();
        var images = await store.ReadImagesAsync(ids, cancellationToken);
        IReadOnlyList<NearDuplicatePair> pairs = [];
        if (variants == VariantPlaces.Grouped)
        {
            var contents = images.Select(image => image.Content).Append(query.Content).ToHashSet();
            pairs = await store.ReadNearDuplicatesAsync(contents, cancellationToken);
            contents.UnionWith(pairs.SelectMany(pair => (ContentHash[])[pair.Content, pair.Other]));
            var members = RowsOf(file, contents);
            if (!members.IsSubsetOf(ids))
                images = await store.ReadImagesAsync([.. members.Union(ids)], cancellationToken);
        }

        var positions = images.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        if (!ids.All(positions.ContainsKey))
            return null;
        SimilarPlaces? places = null;
        if (variants == VariantPlaces.Grouped)
        {
            var nearDuplicates = new NearDuplicateGroups(images, pairs);
            places = new SimilarPlaces(nearDuplicates, new VariantGroups(images, nearDuplicates), query.Content);
        }

        return new SimilarMembers(
            query, [.. images],
            [.. found.Select(neighbor => neighbor with { Id = positions[new ImageId(file.Keys[neighbor.Id].Id)] })], places);
    }

    /// <summary>The first results, nearest first.</summary>
    /// <param name="k">How many at most.</param>
    /// <param name="metric">The library's metric.</param>
    /// <param name="confidence">What scores say in it.</param>
    public IReadOnlyList<ScoredImage> Take(int k, Metric metric, Confidence confidence)
    {
        ScoredImage Scored(Neighbor neighbor) => Gallery.Scored(neighbor, _images[neighbor.Id], metric, confidence);
        return _places is null
            ? [.. _found.Take(k).Select(Scored)]
            : [.. _places.First(_found, k).Select(neighbor => _places.Complete(Scored(neighbor), neighbor.Id, MayShow))];
    }

    private bool MayShow(int position) => _images[position].Id != _query.Image?.Id;

    /// <summary>The images in the file that show one of some contents. Rows know half of a hash, which is enough to find them.</summary>
    private static HashSet<ImageId> RowsOf(IndexFile file, HashSet<ContentHash> contents)
    {
        var halves = contents.Select(IndexCache.KeyOf).ToHashSet();
        var rows = new HashSet<ImageId>();
        foreach (var key in file.Keys)
        {
            if (halves.Contains(key.Content))
                rows.Add(new ImageId(key.Id));
        }

        return rows;
    }
}
