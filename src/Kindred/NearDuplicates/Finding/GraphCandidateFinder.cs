using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Finds candidates by a graph over all of the library, which is made once. It links embeddings that are made shorter
/// (<see cref="PrincipalReduction"/>); the nearest of what a walk finds are chosen by codes of whole embeddings, a byte for each number.
/// Where a code leaves open whether two are near enough, their embeddings are read. With 2,080 numbers an embedding all of it takes
/// less than five kilobytes of memory for each content.
/// </summary>
internal sealed class GraphCandidateFinder : ICandidateFinder
{
    /// <summary>Nearest by shortened embeddings, of which the nearest by whole ones are chosen.</summary>
    private const int Walked = 16 * ICandidateFinder.Candidates;

    /// <summary>How far a cosine of codes may be off.</summary>
    private const float Doubt = 0.01f;

    private readonly RawEmbeddings _raw;
    private readonly HnswIndex _index;
    private readonly CodeTable _codes;
    private readonly List<ContentHash> _contents = [];
    private readonly Dictionary<ContentHash, int> _ids = [];

    /// <summary>What each content was paired with, so that no pair comes twice; <see langword="null"/> before it was asked about.</summary>
    private readonly List<int[]?> _paired = [];

    private GraphCandidateFinder(RawEmbeddings raw, int reduced, ScalarQuantizer quantizer)
    {
        _raw = raw;
        _index = new HnswIndex(reduced, Metric.Cosine);
        _codes = new CodeTable(quantizer);
    }

    /// <inheritdoc/>
    public int MostAtOnce => 1024;

    /// <summary>Builds the graph.</summary>
    /// <param name="raw">The raw embeddings of the library.</param>
    /// <param name="sample">Contents that axes and scales of codes are fitted on.</param>
    /// <param name="linked">Told of contents that are in the graph now, some at a time.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<GraphCandidateFinder> BuildAsync(
        RawEmbeddings raw, IReadOnlyCollection<ContentHash> sample, Action<IReadOnlyList<ContentHash>> linked,
        CancellationToken cancellationToken)
    {
        var (_, rows) = await raw.ReadAsync(sample, cancellationToken);
        using var reduction = Fit(rows, out var quantizer);
        var finder = new GraphCandidateFinder(raw, reduction.Dimensions, quantizer);
        try
        {
            await foreach (var (contents, block) in raw.ReadBlocksAsync(cancellationToken))
            {
                finder.Add(contents, block, reduction, cancellationToken);
                linked(contents);
            }

            return finder;
        }
        catch
        {
            finder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The graph is walked depth first, so that the next one is linked to one of the last.</remarks>
    public IReadOnlyList<ContentHash> Arrange(IReadOnlyList<ContentHash> contents)
    {
        var waiting = contents.ToHashSet();
        var arranged = new List<ContentHash>(contents.Count);
        var wasVisited = new bool[_contents.Count];
        var path = new Stack<(int Id, int Next)>();
        for (var start = 0; start < wasVisited.Length; start++)
        {
            Visit(start);
            while (path.TryPop(out var at))
            {
                var next = _index.Graph.NeighborAt(at.Id, at.Next);
                if (next < 0)
                    continue;
                path.Push((at.Id, at.Next + 1));
                Visit(next);
            }
        }

        return [.. arranged, .. waiting];

        void Visit(int id)
        {
            if (wasVisited[id])
                return;
            wasVisited[id] = true;
            path.Push((id, 0));
            if (waiting.Remove(_contents[id]))
                arranged.Add(_contents[id]);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CandidatePair>> FindAsync(ContentHash[] contents, CancellationToken cancellationToken)
    {
        int[] ids = [.. contents.Where(_ids.ContainsKey).Select(content => _ids[content])];
        var nearest = new (int Other, float Cosine)[ids.Length][];
        Parallel.For(
            0, ids.Length, new ParallelOptions { CancellationToken = cancellationToken },
            () => new EncodedQuery(_raw.Dimensions),
            (i, _, query) =>
            {
                nearest[i] = Nearest(ids[i], query);
                return query;
            },
            query => query.Dispose());
        return [.. await WithoutDoubtAsync([.. EachOnce(ids, nearest)], cancellationToken)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _codes.Dispose();
    }

    private static PrincipalReduction Fit(AlignedMatrix sample, out ScalarQuantizer quantizer)
    {
        using (sample)
        {
            var scales = new float[sample.Columns];
            for (var row = 0; row < sample.Rows; row++)
            {
                VectorTable.Normalize(sample[row]);
                TensorPrimitives.MaxMagnitude(scales, sample[row], scales);
            }

            TensorPrimitives.Abs(scales, scales);
            TensorPrimitives.Divide(scales, sbyte.MaxValue, scales);
            quantizer = new ScalarQuantizer(scales);
            return PrincipalReduction.Fit(sample);
        }
    }

    private unsafe void Add(
        IReadOnlyList<ContentHash> contents, AlignedMatrix rows, PrincipalReduction reduction, CancellationToken cancellationToken)
    {
        for (var row = 0; row < rows.Rows; row++)
        {
            VectorTable.Normalize(rows[row]);
            _ids.Add(contents[row], _codes.Add(rows.RowPointer(row)));
            _contents.Add(contents[row]);
            _paired.Add(null);
        }

        _index.AddRange(reduction.Of(rows), progress: null, cancellationToken);
    }

    /// <summary>The nearest of a content, by codes of what the graph finds.</summary>
    private unsafe (int Other, float Cosine)[] Nearest(int id, EncodedQuery query)
    {
        // One more than is wanted: a content finds itself.
        int[] walked = [.. _index.Search(_index[id], Walked + 1).Select(neighbor => neighbor.Id).Where(other => other != id)];
        var own = new float[_raw.Dimensions];
        _codes.Quantizer.Decode(_codes.Row(id), own);
        VectorTable.Normalize(own);
        _codes.Quantizer.EncodeQuery(own, query);
        var cosines = new float[walked.Length];
        _codes.Closeness(query, walked, cosines);
        for (var i = 0; i < cosines.Length; i++)
            cosines[i] = CosineOf(cosines[i], *_codes.Biases(walked[i]));
        return
        [
            .. walked.Zip(cosines, (other, cosine) => (Other: other, Cosine: cosine))
                .Where(pair => pair.Cosine >= NearDuplicateEvidence.LeastCosine - Doubt)
                .OrderByDescending(pair => pair.Cosine)
                .Take(ICandidateFinder.Candidates),
        ];
    }

    /// <summary>The cosine of a query of length 1 and a code.</summary>
    /// <param name="closeness">Their dot product less half the squared length of the code.</param>
    /// <param name="halfSquare">Half of that squared length.</param>
    private static float CosineOf(float closeness, float halfSquare) =>
        (closeness + halfSquare) / MathF.Sqrt(Math.Max(2 * halfSquare, float.Epsilon));

    /// <summary>Pairs that were not given yet. A pair is mostly found from both of its ends.</summary>
    private IEnumerable<CandidatePair> EachOnce(int[] ids, (int Other, float Cosine)[][] nearest)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            var id = ids[i];
            foreach (var (other, cosine) in nearest[i])
            {
                if (_paired[other]?.Contains(id) != true)
                    yield return new CandidatePair(_contents[id], _contents[other], cosine);
            }

            _paired[id] = [.. nearest[i].Select(pair => pair.Other)];
        }
    }

    /// <summary>Takes out pairs whose embeddings are not near enough, where codes left that open.</summary>
    private async Task<IEnumerable<CandidatePair>> WithoutDoubtAsync(CandidatePair[] pairs, CancellationToken cancellationToken)
    {
        static bool IsDoubtful(CandidatePair pair) => pair.Cosine < NearDuplicateEvidence.LeastCosine + Doubt;

        var decided = new List<CandidatePair>(pairs.Length);
        decided.AddRange(pairs.Where(pair => !IsDoubtful(pair)));
        foreach (var doubtful in pairs.Where(IsDoubtful).Chunk(MostAtOnce))
        {
            ContentHash[] involved = [.. doubtful.SelectMany(pair => (ContentHash[])[pair.Content, pair.Other]).Distinct()];
            var (known, rows) = await _raw.ReadAsync(involved, cancellationToken);
            using (rows)
            {
                var rowOf = known.Index().ToDictionary(one => one.Item, one => one.Index);
                decided.AddRange(doubtful
                    .Where(pair => rowOf.ContainsKey(pair.Content) && rowOf.ContainsKey(pair.Other))
                    .Select(pair => pair with
                    {
                        Cosine = TensorPrimitives.CosineSimilarity<float>(rows[rowOf[pair.Content]], rows[rowOf[pair.Other]]),
                    })
                    .Where(pair => pair.Cosine >= NearDuplicateEvidence.LeastCosine));
            }
        }

        return decided;
    }
}
