using System.Runtime.CompilerServices;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NearDuplicates;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>
/// Runs the near-duplicate task on a library: reads pictures, alters them, embeds the results, and asks what they are to the gallery.
/// </summary>
/// <param name="embedder">The library's embedder.</param>
/// <param name="gallery">The gallery.</param>
/// <param name="images">The images to search, by their positions in the gallery.</param>
/// <param name="seed">Seed of the intervals, and of what the cases leave open.</param>
internal sealed class NearDuplicateJudge(
    IImageEmbedder embedder, Gallery gallery, IReadOnlyList<(int Position, FingerprintedImage Picture)> images, int seed)
{
    /// <summary>Pictures that are altered: more make little difference to the figures, and each costs sixteen embeddings.</summary>
    private const int MostOriginals = 400;

    /// <summary>Judges what is made of the cases.</summary>
    /// <param name="cases">What is done.</param>
    /// <param name="alter">
    /// Does it: from a picture's file, the name of a case and a seed to the file of the result; <see langword="null"/> where the case
    /// cannot be made of that picture.
    /// </param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">No picture is there as it was indexed.</exception>
    public async Task<NearDuplicateReport> RunAsync(
        IReadOnlyList<AlteredCase> cases, Func<ReadOnlyMemory<byte>, string, int, byte[]?> alter, IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
    {
        int[] originals = images.Count <= MostOriginals
            ? [.. Enumerable.Range(0, images.Count)]
            : [.. Enumerable.Range(0, MostOriginals).Select(i => (int)((long)i * images.Count / MostOriginals))];
        using var task = new NearDuplicateTask(
            [.. images.Select(image => Looked(image.Picture.Embedding, image.Picture.Fingerprint))],
            (first, second) => GroupOf(first) == GroupOf(second),
            cases.Select(altered => altered.Name));
        var done = 0;
        var altered = AlteredAsync(originals, cases, alter, cancellationToken);
        await foreach (var result in embedder.EmbedAsync(altered, cancellationToken))
        {
            if (result is { Embedding: { } embedding, Fingerprint: { } fingerprint })
            {
                var (name, truth) = cases[result.Ticket % cases.Count];
                task.Judge(name, originals[result.Ticket / cases.Count], Looked(embedding, fingerprint), truth);
            }

            progress?.Report(new StepProgress(++done, originals.Length * cases.Count, Failed: 0));
        }

        return task.Judged > 0
            ? task.Report(seed)
            : throw new KindredException(
                Fault.NothingToJudge,
                "The files of all pictures to be altered are missing or have changed; index their folders again.");
    }

    /// <summary>A picture with as much of its embedding as near-duplicates are looked for by.</summary>
    private FingerprintedImage Looked(ReadOnlyMemory<float> embedding, Fingerprint fingerprint) =>
        new(embedding[..gallery.Stamp.NearDuplicateDimensions], fingerprint);

    private int GroupOf(int image) => gallery.NearDuplicateGroups[images[image].Position];

    /// <summary>The altered pictures, cases changing fastest. A picture whose file is gone or has changed is passed over.</summary>
    private async IAsyncEnumerable<EncodedImage> AlteredAsync(
        int[] originals, IReadOnlyList<AlteredCase> cases, Func<ReadOnlyMemory<byte>, string, int, byte[]?> alter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; i < originals.Length; i++)
        {
            var image = gallery.Images[images[originals[i]].Position];
            EncodedImage file;
            try
            {
                file = await gallery.Source.Pictures.ReadAsync(image, cancellationToken);
            }
            catch (UnreadableImageException)
            {
                continue;
            }

            using (file)
            {
                if (ContentHash.Of(file.Bytes.Span) != image.Content)
                    continue;
                for (var t = 0; t < cases.Count; t++)
                {
                    if (alter(file.Bytes, cases[t].Name, unchecked((seed * 10007) + originals[i])) is { } bytes)
                        yield return EncodedImage.FromBytes(bytes, (i * cases.Count) + t);
                }
            }
        }
    }
}
