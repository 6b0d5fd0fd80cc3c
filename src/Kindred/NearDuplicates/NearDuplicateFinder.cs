using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.NearDuplicates;

/// <summary>
/// Finds near-duplicates and variants, and keeps them stored. Each content is compared once, with all that are there at that time; what
/// comes later is compared with it. Candidates are the nearest by raw embeddings, whatever space the library searches in: a learned one
/// brings pictures of one kind together, near-duplicates or not. Fingerprints decide.
/// </summary>
internal sealed class NearDuplicateFinder(IEmbeddingStore store, INearDuplicateStore compared)
{
    /// <summary>Nearest contents that are looked into.</summary>
    private const int Candidates = 20;

    /// <summary>Rows of the library that are compared at once, and bytes of new embeddings held at once: both bound the memory.</summary>
    private const int BlockRows = 2048;

    private const int BytesOfNew = 64 << 20;

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
        var candidates = await CandidatesAsync(stamp, contents, cancellationToken);
        var involved = candidates.SelectMany(pair => (ContentHash[])[pair.Content, pair.Other]).ToHashSet();
        var fingerprints = await store.ReadFingerprintsAsync(involved, cancellationToken);
        Candidate[] pairs = [.. candidates.Where(pair => fingerprints.ContainsKey(pair.Content) && fingerprints.ContainsKey(pair.Other))];
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

    /// <summary>
    /// Pairs of one of the contents and another one of the library whose raw embeddings are near enough to be looked into.
    /// </summary>
    private async Task<IReadOnlyList<Candidate>> CandidatesAsync(
        EmbedderStamp stamp, ContentHash[] contents, CancellationToken cancellationToken)
    {
        var embeddings = await store.ReadContentEmbeddingsAsync(contents, cancellationToken);
        ContentHash[] rows =
        [
            .. contents.Where(content => embeddings.TryGetValue(content, out var halves) && halves.Length == stamp.Dimensions),
        ];
        using var queries = new AlignedMatrix(stamp.Dimensions, rows.Length);
        foreach (var content in rows)
            TensorPrimitives.ConvertToSingle(embeddings[content], queries[queries.AddRows()]);

        var found = rows.Select(_ => new List<(ContentHash Other, float Cosine)>()).ToArray();
        var others = new List<ContentHash>(BlockRows);
        var seen = new HashSet<ContentHash>();
        var index = new FlatIndex(stamp.Dimensions, Metric.Cosine, BlockRows);
        try
        {
            await foreach (var (image, embedding) in store.ReadEmbeddingsAsync(cancellationToken))
            {
                if (embedding.Length != stamp.Dimensions)
                {
                    throw new KindredException(
                        Fault.LibraryChanging, "The library is changing to another model just now; try again when that is done.");
                }

                if (!seen.Add(image.Content))
                    continue;
                var raw = new float[stamp.Dimensions];
                TensorPrimitives.ConvertToSingle(embedding.Span, raw);
                index.Add(raw);
                others.Add(image.Content);
                if (index.Count < BlockRows)
                    continue;
                Search(index, others, queries, rows, found);
                index.Dispose();
                index = new FlatIndex(stamp.Dimensions, Metric.Cosine, BlockRows);
                others.Clear();
            }

            Search(index, others, queries, rows, found);
        }
        finally
        {
            index.Dispose();
        }

        return [.. Nearest(rows, found)];
    }

    private static void Search(
        FlatIndex index, List<ContentHash> others, AlignedMatrix queries, ContentHash[] rows,
        List<(ContentHash Other, float Cosine)>[] found)
    {
        if (index.Count == 0 || queries.Rows == 0)
            return;
        // One more than is wanted: a content finds itself.
        var neighbors = index.Search(queries, Candidates + 1);
        for (var row = 0; row < rows.Length; row++)
        {
            found[row].AddRange(neighbors[row]
                .Select(neighbor => (Other: others[neighbor.Id], Cosine: neighbor.Score(Metric.Cosine)))
                .Where(pair => pair.Cosine >= NearDuplicateEvidence.LeastCosine && pair.Other != rows[row]));
        }
    }

    /// <summary>The nearest of each, every pair once.</summary>
    private static IEnumerable<Candidate> Nearest(ContentHash[] rows, List<(ContentHash Other, float Cosine)>[] found)
    {
        var pairs = new HashSet<(ContentHash, ContentHash)>();
        for (var row = 0; row < rows.Length; row++)
        {
            foreach (var (other, cosine) in found[row].OrderByDescending(pair => pair.Cosine).Take(Candidates))
            {
                if (!pairs.Contains((other, rows[row])) && pairs.Add((rows[row], other)))
                    yield return new Candidate(rows[row], other, cosine);
            }
        }
    }

    private readonly record struct Candidate(ContentHash Content, ContentHash Other, float Cosine);
}
