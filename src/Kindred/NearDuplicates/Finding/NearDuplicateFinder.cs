using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Finds near-duplicates and variants, and keeps them stored. Each content is compared once, with all that are there at that time; what
/// comes later is compared with it. An <see cref="ICandidateFinder"/> finds pairs by raw embeddings; fingerprints decide.
/// </summary>
internal sealed class NearDuplicateFinder(IEmbeddingStore store, INearDuplicateStore compared)
{
    /// <summary>Pairs whose fingerprints are held at once, which bounds the memory.</summary>
    private const int PairsAtOnce = 16_384;

    /// <summary>Passes over the library that take about as long as a graph of it (docs/benchmarks.md, Growth of a library).</summary>
    private const int MostPasses = 4;

    /// <summary>
    /// New contents from which on candidates are found by a graph; by default where <see cref="MostPasses"/> passes over the library do not
    /// compare all of them. Tests set it.
    /// </summary>
    public int? LeastForGraph { get; init; }

    /// <summary>Compares the contents that have not been compared yet with all others, and stores the near-duplicates.</summary>
    /// <param name="stamp">What the library is made with.</param>
    /// <param name="progress">
    /// Told how many contents have been compared, and of how many. Where a graph is made first, a content that is in it is half done.
    /// </param>
    /// <param name="cancellationToken">Stops early; what was compared is kept.</param>
    public async Task CompareNewAsync(EmbedderStamp stamp, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var waiting = await compared.ReadUncomparedAsync(cancellationToken);
        if (waiting.Count == 0)
            return;
        var byGraph = waiting.Count >= (LeastForGraph ?? (MostPasses * ExactCandidateFinder.MostFor(stamp.NearDuplicateDimensions)) + 1);
        void Report(int linked, int done) => progress?.Report(
            new StepProgress(byGraph ? (linked + done) / 2 : done, waiting.Count, Failed: 0) { Step = LibraryStep.Comparing });

        Report(linked: 0, done: 0);
        var raw = new RawEmbeddings(store, stamp);
        using ICandidateFinder candidates = byGraph
            ? await BuildGraphAsync(raw, waiting, linked => Report(linked, done: 0), cancellationToken)
            : new ExactCandidateFinder(raw);
        var done = 0;
        foreach (var some in candidates.Arrange(waiting).Chunk(candidates.MostAtOnce))
        {
            var pairs = new List<NearDuplicatePair>();
            foreach (var chunk in (await candidates.FindAsync(some, cancellationToken)).Chunk(PairsAtOnce))
                pairs.AddRange(await DecideAsync(chunk, cancellationToken));
            await compared.WriteNearDuplicatesAsync(pairs, some, cancellationToken);
            Report(waiting.Count, done += some.Length);
        }
    }

    /// <summary>The contents in the library that show the same photograph as a picture from outside.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="candidates">Contents to look into.</param>
    /// <param name="stamp">What the embeddings of both are made with.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<IReadOnlyList<ContentHash>> NearDuplicatesOfAsync(
        FingerprintedImage picture, IReadOnlyCollection<ContentHash> candidates, EmbedderStamp stamp, CancellationToken cancellationToken)
    {
        var embeddings = await store.ReadContentEmbeddingsAsync(candidates, cancellationToken);
        var fingerprints = await store.ReadFingerprintsAsync(candidates, cancellationToken);
        // The library may be changing to another model, with embeddings of another length.
        ContentHash[] known =
        [
            .. candidates.Where(content =>
                fingerprints.ContainsKey(content)
                && embeddings.TryGetValue(content, out var embedding) && embedding.Length == stamp.Dimensions),
        ];
        var evidence = NearDuplicateEvidence.CompareAll(
            [
                .. known.Select(content => (
                    Cosine(picture.Embedding.Span, embeddings[content], stamp.NearDuplicateDimensions), picture.Fingerprint,
                    fingerprints[content])),
            ],
            cancellationToken);
        return [.. known.Zip(evidence).Where(decided => decided.Second.IsNearDuplicate).Select(decided => decided.First)];
    }

    private static float Cosine(ReadOnlySpan<float> picture, Half[] halves, int dimensions)
    {
        var embedding = new float[dimensions];
        TensorPrimitives.ConvertToSingle(halves.AsSpan(0, dimensions), embedding);
        return TensorPrimitives.CosineSimilarity(picture[..dimensions], embedding);
    }

    /// <summary>Makes a graph of all contents, and says how many of those that wait are in it.</summary>
    private static async Task<GraphCandidateFinder> BuildGraphAsync(
        RawEmbeddings raw, IReadOnlyList<ContentHash> waiting, Action<int> report, CancellationToken cancellationToken)
    {
        var all = waiting.ToHashSet();
        var linked = 0;
        // They come in the order of hashes, so the first are a sample of all.
        return await GraphCandidateFinder.BuildAsync(
            raw, [.. waiting.Take(PrincipalReduction.SampleSize)], contents => report(linked += contents.Count(all.Contains)),
            cancellationToken);
    }

    /// <summary>Which of the candidates are near-duplicates or variants.</summary>
    private async Task<IEnumerable<NearDuplicatePair>> DecideAsync(CandidatePair[] candidates, CancellationToken cancellationToken)
    {
        var involved = candidates.SelectMany(pair => (ContentHash[])[pair.Content, pair.Other]).ToHashSet();
        var fingerprints = await store.ReadFingerprintsAsync(involved, cancellationToken);
        CandidatePair[] pairs =
            [.. candidates.Where(pair => fingerprints.ContainsKey(pair.Content) && fingerprints.ContainsKey(pair.Other))];
        var evidence = NearDuplicateEvidence.CompareAll(
            [.. pairs.Select(pair => (pair.Cosine, fingerprints[pair.Content], fingerprints[pair.Other]))], cancellationToken);
        return pairs.Zip(evidence)
            .Where(decided => decided.Second.Likeness != Likeness.Similar)
            .Select(decided => new NearDuplicatePair(
                decided.First.Content, decided.First.Other, decided.Second.Similarity, decided.Second.Likeness));
    }
}
