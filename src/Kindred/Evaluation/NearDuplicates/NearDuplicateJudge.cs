using System.Runtime.CompilerServices;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>
/// Runs the near-duplicate task on a library: reads pictures, alters them, embeds the variants, and asks what they are near-duplicates of.
/// </summary>
/// <param name="embedder">The library's embedder.</param>
/// <param name="gallery">The gallery.</param>
/// <param name="images">The images to search, by their positions in the gallery.</param>
/// <param name="seed">Seed of the intervals.</param>
internal sealed class NearDuplicateJudge(
    IImageEmbedder embedder, Gallery gallery, IReadOnlyList<(int Position, FingerprintedImage Picture)> images, int seed)
{
    /// <summary>Pictures that are transformed: more make no difference to the figures, and each costs eight embeddings.</summary>
    private const int MostOriginals = 400;

    /// <summary>Judges the transformations.</summary>
    /// <param name="transformations">Names of what is done.</param>
    /// <param name="transform">Does it: from a picture's file and a name to the file of the variant.</param>
    /// <param name="progress">Told after every variant.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">No picture is there as it was indexed.</exception>
    public async Task<NearDuplicateReport> RunAsync(
        IReadOnlyList<string> transformations, Func<ReadOnlyMemory<byte>, string, byte[]> transform, IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
    {
        int[] originals = images.Count <= MostOriginals
            ? [.. Enumerable.Range(0, images.Count)]
            : [.. Enumerable.Range(0, MostOriginals).Select(i => (int)((long)i * images.Count / MostOriginals))];
        using var task = new NearDuplicateTask(
            [.. images.Select(image => image.Picture)], (first, second) => GroupOf(first) == GroupOf(second), transformations);
        var done = 0;
        var variants = VariantsAsync(originals, transformations, transform, cancellationToken);
        await foreach (var result in embedder.EmbedAsync(variants, cancellationToken))
        {
            if (result is { Embedding: { } embedding, Fingerprint: { } fingerprint })
            {
                task.Judge(
                    transformations[result.Ticket % transformations.Count], originals[result.Ticket / transformations.Count],
                    new FingerprintedImage(embedding, fingerprint));
            }

            progress?.Report(new StepProgress(++done, originals.Length * transformations.Count, Failed: 0));
        }

        return task.Judged > 0
            ? task.Report(seed)
            : throw new KindredException(
                Fault.NothingToJudge,
                "None of the pictures that were to be altered is there as it was indexed; index their folders again.");
    }

    private int GroupOf(int image) => gallery.NearDuplicateGroups[images[image].Position];

    /// <summary>The variants, transformations changing fastest. A picture whose file is gone or has changed is passed over.</summary>
    private async IAsyncEnumerable<EncodedImage> VariantsAsync(
        int[] originals, IReadOnlyList<string> transformations, Func<ReadOnlyMemory<byte>, string, byte[]> transform,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < originals.Length; i++)
        {
            var image = gallery.Images[images[originals[i]].Position];
            EncodedImage file;
            try
            {
                file = await EncodedImage.ReadAsync(image.File, cancellationToken: cancellationToken);
            }
            catch (UnreadableImageException)
            {
                continue;
            }

            using (file)
            {
                if (ContentHash.Of(file.Bytes.Span) != image.Content)
                    continue;
                for (var t = 0; t < transformations.Count; t++)
                    yield return EncodedImage.FromBytes(transform(file.Bytes, transformations[t]), (i * transformations.Count) + t);
            }
        }
    }
}
