using System.Runtime.CompilerServices;
using Kindred.Derived;
using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Colors;

/// <summary>Keeps the colors of a library's things: found once for each content, from its fingerprint, and stored beside it.</summary>
internal sealed class ColorFinder(IEmbeddingStore store, DerivedCache derived)
{
    /// <summary>Fingerprints held at once.</summary>
    private const int ChunkSize = 4096;

    /// <summary>
    /// Where more than one of so many contents is missing, all are read: one after another, they take less time than a search each.
    /// </summary>
    private const int OneOf = 8;

    /// <summary>The stored colors; <see langword="null"/> where they are not those of these images.</summary>
    /// <param name="images">The gallery's images.</param>
    /// <param name="contents">Identifies them.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<GalleryColors?> ReadAsync(IReadOnlyList<Image> images, string contents, CancellationToken cancellationToken) =>
        await derived.ReadAsync(ColorTable.Kind, cancellationToken) is { } kept && kept.Source == SourceOf(contents)
            ? new GalleryColors(images, kept.Value)
            : null;

    /// <summary>The colors of these images: those that are stored, and the others found now and stored.</summary>
    /// <param name="images">The gallery's images.</param>
    /// <param name="contents">Identifies them.</param>
    /// <param name="progress">Told how many are done, where any have to be found.</param>
    /// <param name="cancellationToken">Stops early; then nothing is stored.</param>
    public async Task<GalleryColors> CurrentAsync(
        IReadOnlyList<Image> images, string contents, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var kept = await derived.ReadAsync(ColorTable.Kind, cancellationToken);
        if (kept is not null && kept.Source == SourceOf(contents))
            return new GalleryColors(images, kept.Value);

        var table = kept?.Source.Version == ColorSource.Current ? kept.Value : ColorTable.Empty;
        ContentHash[] shown = [.. images.Select(image => image.Content).Distinct()];
        ContentHash[] missing = [.. shown.Where(content => table.RowOf(content) < 0)];
        var parts = new List<ColorTable>();
        var done = 0;
        var chunks = missing.Length > shown.Length / OneOf
            ? ReadAllAsync(missing, cancellationToken)
            : FindAsync(missing, cancellationToken);
        await foreach (var chunk in chunks)
        {
            progress?.Report(new StepProgress(done, missing.Length, Failed: 0) { Step = LibraryStep.Coloring });
            parts.Add(ColorTable.Of(chunk));
            done += chunk.Count;
        }

        table = ColorTable.Merge([table.Only(shown), .. parts]);
        await derived.WriteAsync(
            ColorTable.Kind, new DerivedValue<ColorSource, ColorTable>(SourceOf(contents), table), cancellationToken);
        return new GalleryColors(images, table);
    }

    private IAsyncEnumerable<IReadOnlyCollection<KeyValuePair<ContentHash, Fingerprint>>> ReadAllAsync(
        ContentHash[] missing, CancellationToken cancellationToken)
    {
        var wanted = missing.ToHashSet();
        return store.ReadFingerprintsAsync(cancellationToken).Where(found => wanted.Contains(found.Key)).Chunk(ChunkSize);
    }

    private async IAsyncEnumerable<IReadOnlyCollection<KeyValuePair<ContentHash, Fingerprint>>> FindAsync(
        ContentHash[] missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in missing.Chunk(ChunkSize))
            yield return await store.ReadFingerprintsAsync(chunk, cancellationToken);
    }

    private static ColorSource SourceOf(string contents) => new(ColorSource.Current, contents);
}
