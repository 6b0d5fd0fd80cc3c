using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Finds near-duplicates and variants, and keeps them stored. Each content is compared once, with all that are there at that time; what
/// comes later is compared with it. A <see cref="CandidateFinder"/> finds pairs by raw embeddings; fingerprints decide.
/// </summary>
internal sealed class NearDuplicateFinder(IEmbeddingStore store, INearDuplicateStore compared)
{
    /// <summary>Bytes of new embeddings held at once, which bounds the memory.</summary>
    private const int BytesOfNew = 64 << 20;

    private readonly CandidateFinder _candidates = new(store);

    /// <summary>Compares the contents that have not been compared yet with all others, and stores the near-duplicates.</summary>
    /// <param name="stamp">What the library is made with.</param>
    /// <param name="progress">Told how many contents have been compared, and of how many.</param>
    /// <param name="cancellationToken">Stops early; what was compared is kept.</param>
    public async Task CompareNewAsync(EmbedderStamp stamp, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var waiting = await compared.ReadUncomparedAsync(cancellationToken);
        var done = 0;
        foreach (var chunk in waiting.Chunk(Math.Max(1, BytesOfNew / (stamp.Dimensions * sizeof(float)))))
        {
            progress?.Report(new StepProgress(done, waiting.Count, Failed: 0) { Step = LibraryStep.Comparing });
            await compared.WriteNearDuplicatesAsync(await FindAsync(stamp, chunk, cancellationToken), chunk, cancellationToken);
            done += chunk.Length;
        }

        if (done > 0)
            progress?.Report(new StepProgress(done, waiting.Count, Failed: 0) { Step = LibraryStep.Comparing });
    }

    /// <summary>The contents in the library that show the same photograph as a picture from outside.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="candidates">Contents to look into.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<IReadOnlyList<ContentHash>> NearDuplicatesOfAsync(
        FingerprintedImage picture, IReadOnlyCollection<ContentHash> candidates, CancellationToken cancellationToken)
    {
        var embeddings = await store.ReadContentEmbeddingsAsync(candidates, cancellationToken);
        var fingerprints = await store.ReadFingerprintsAsync(candidates, cancellationToken);
        ContentHash[] known = [.. candidates.Where(content => embeddings.ContainsKey(content) && fingerprints.ContainsKey(content))];
        var evidence = NearDuplicateEvidence.CompareAll(
            [.. known.Select(content => (CosineTo(picture, embeddings[content]), picture.Fingerprint, fingerprints[content]))],
            cancellationToken);
        return [.. known.Zip(evidence).Where(decided => decided.Second.IsNearDuplicate).Select(decided => decided.First)];
    }

    private static float CosineTo(FingerprintedImage picture, Half[] halves)
    {
        var embedding = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, embedding);
        return TensorPrimitives.CosineSimilarity(picture.Embedding.Span, embedding);
    }

    private async Task<IReadOnlyList<NearDuplicatePair>> FindAsync(
        EmbedderStamp stamp, ContentHash[] contents, CancellationToken cancellationToken)
    {
        var candidates = await _candidates.FindAsync(stamp, contents, cancellationToken);
        var involved = candidates.SelectMany(pair => (ContentHash[])[pair.Content, pair.Other]).ToHashSet();
        var fingerprints = await store.ReadFingerprintsAsync(involved, cancellationToken);
        CandidatePair[] pairs =
            [.. candidates.Where(pair => fingerprints.ContainsKey(pair.Content) && fingerprints.ContainsKey(pair.Other))];
        var evidence = NearDuplicateEvidence.CompareAll(
            [.. pairs.Select(pair => (pair.Cosine, fingerprints[pair.Content], fingerprints[pair.Other]))], cancellationToken);
        return
        [
            .. pairs.Zip(evidence)
                .Where(decided => decided.Second.Likeness != Likeness.Similar)
                .Select(decided => new NearDuplicatePair(
                    decided.First.Content, decided.First.Other, decided.Second.Similarity, decided.Second.Likeness)),
        ];
    }
}
