using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.NeighborIndexes;
using Kindred.Search;

namespace Kindred.Galleries.Similar;

/// <summary>
/// Finds similar images without opening the gallery: reads only the index file, the images whose names may be meant, and the images that
/// are found. For programs that search once and end.
/// </summary>
internal sealed class SimilarSearcher(GallerySource source, IndexCache indexes)
{
    /// <summary>The most similar images; <see langword="null"/> where there is no index file that is up to date with the library.</summary>
    /// <param name="name">The picture, as <see cref="Gallery.QueryAsync(string, CancellationToken)"/> takes it.</param>
    /// <param name="k">How many, at least 1.</param>
    /// <param name="variants">How many places images of one thing take.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">There is no such image or file, or the file is no picture.</exception>
    public async Task<SimilarImages?> TryRunAsync(
        string name, int k, VariantPlaces variants, CancellationToken cancellationToken)
    {
        if (await indexes.TryOpenCurrentAsync(cancellationToken) is not { } current)
            return null;

        using var _ = current;
        if (current.File.Count == 0)
            return null;
        if (await source.Derived.ReadAsync(GalleryValues.Confidence, cancellationToken) is not { } calibration
            || calibration.Source.SpaceVersion != current.Space.Space.Version)
            return null;
        using var gallery = GalleryIndex.Over(
            [], current.File, indexes.ChoiceFor(current.Settings, current.File.Count, current.Space.Space), current.Space.Space.Scale);
        var query = await QueryAsync(name, current, gallery.Index, cancellationToken);
        if (query is null)
            return null;

        // The gallery was made over a file.
        var file = gallery.File!;
        var own = await SimilarMembers.ReadOwnProductAsync(source.Store, query, variants, cancellationToken);
        for (var searched = k; ; searched = SimilarPlaces.More(searched))
        {
            var found = gallery.Index.Search(
                query.Embedding, searched,
                id => (query.Image is not { } image || file.Keys[id].Id != image.Id.Value)
                    && (own.Count == 0 || !own.Contains(new ImageId(file.Keys[id].Id))));

            // Another process may have indexed just now.
            if (await SimilarMembers.TryReadAsync(source.Store, file, found, query, variants, own, cancellationToken) is not { } members)
                return null;
            var results = members.Take(k, gallery.Index, calibration.Value);
            if (results.Count == k || found.Length < searched)
                return new SimilarImages(query, results);
        }
    }

    private async Task<ImageQuery?> QueryAsync(string name, CurrentFile current, NeighborIndex index, CancellationToken cancellationToken)
    {
        var candidates = new List<Image>();
        foreach (var fileName in ImageNames.FileNamesFor(name))
            candidates.AddRange(await source.Store.FindImagesByFileNameAsync(fileName, cancellationToken));
        Image? byOwnId = null;
        if (name.StartsWith(ImageNames.OwnIdPrefix, StringComparison.Ordinal))
        {
            var ids = await source.Store.FindByOwnIdAsync(name[ImageNames.OwnIdPrefix.Length..], cancellationToken);
            byOwnId = await source.Store.ReadImagesAsync(ids, cancellationToken) is [var first, ..] ? first : null;
        }

        var picture = new ImageNames(candidates, _ => byOwnId).Resolve(name);
        if (picture.Image is { } image)
            return QueryOf(image, current, index);

        source.Model.EnsureMade(current.Settings.Stamp);
        return await new OutsidePicture(source.Model.Embedder, source.NearDuplicates)
            .QueryAsync(current.Space.Space, current.Settings.Stamp.Metric, picture.File, cancellationToken);
    }

    private static ImageQuery? QueryOf(Image image, CurrentFile current, NeighborIndex index)
    {
        var keys = current.File.Keys;
        for (var row = 0; row < keys.Length; row++)
        {
            if (keys[row].Id == image.Id.Value)
                return new ImageQuery(image.Path, image.Content, image, current.Space.Space.QueryOf(image, index[row]));
        }

        return null;
    }
}
