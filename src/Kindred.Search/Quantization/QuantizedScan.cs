using System.Numerics;
using System.Runtime.Intrinsics;
using Kindred.Search.Flat;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Quantization;

/// <summary>
/// Compares queries with the codes of every vector, a quarter of the bytes that <see cref="FlatScan"/> reads, and ranks the best
/// candidates again by their exact distances.
/// </summary>
internal static unsafe class QuantizedScan
{
    /// <summary>Candidates ranked again, as a multiple of k.</summary>
    public const int Oversampling = 3;

    /// <summary>Candidates beyond that, for small k.</summary>
    public const int Slack = 16;

    /// <summary>Codes that are compared with one query after the other while they are in the cache; no segment ends within.</summary>
    private const int BlockRows = 128;

    /// <summary>Codes that a thread takes at a time.</summary>
    private const int PieceRows = 16 * BlockRows;

    /// <summary>
    /// Below this many products one thread takes some tenths of a millisecond, and waking a second one costs nearly as much as it saves.
    /// </summary>
    private const long ParallelThreshold = 1 << 23;

    /// <summary>
    /// Searches the vectors that have codes; see <see cref="NeighborIndex.Search(AlignedMatrix, int, Func{int, bool}, IdSet)"/>.
    /// </summary>
    /// <param name="codes">The codes of <paramref name="vectors"/>, or of the first of them.</param>
    /// <param name="vectors">The exact vectors.</param>
    /// <param name="queries">One a row; normalized for the cosine.</param>
    /// <param name="k">How many for each, at least 1.</param>
    /// <param name="include">Ids that may be found; all where <see langword="null"/>.</param>
    /// <param name="oversampling">Candidates ranked again, as a multiple of <paramref name="k"/>.</param>
    public static Neighbor[][] Search(
        CodeTable codes, VectorTable vectors, AlignedMatrix queries, int k, Func<int, bool>? include, int oversampling = Oversampling)
    {
        var results = new Neighbor[queries.Rows][];
        for (var first = 0; first < queries.Rows; first += BlockRows)
            SearchBlock(codes, vectors, queries, first, Math.Min(BlockRows, queries.Rows - first), k, include, oversampling, results);
        return results;
    }

    /// <summary>Lets a block of queries search, the codes dealt out to the cores.</summary>
    private static void SearchBlock(
        CodeTable codes,
        VectorTable vectors,
        AlignedMatrix queries,
        int first,
        int rows,
        int k,
        Func<int, bool>? include,
        int oversampling,
        Neighbor[][] results)
    {
        var count = codes.Count;
        var capacity = (int)Math.Min(((long)k * oversampling) + Slack, Math.Max(count, 1));
        var pieces = (count + PieceRows - 1) / PieceRows;
        var encoded = new EncodedQuery[rows];
        for (var row = 0; row < rows; row++)
        {
            encoded[row] = new EncodedQuery(vectors.Dimensions);
            codes.Quantizer.EncodeQuery(queries[first + row], encoded[row]);
        }

        using var share = new CoreShare(encoded.Sum(query => (long)count * query.Length) < ParallelThreshold ? 1 : pieces);
        var found = new NearestNeighbors[share.Parts][];
        var next = -1;
        CodeSlice?[] slices = [.. encoded.Select(query => codes.SliceFor(query, count))];
        void SearchPart(int part)
        {
            found[part] = new NearestNeighbors[rows];
            for (var row = 0; row < rows; row++)
                found[part][row] = new NearestNeighbors(capacity);
            for (int piece; (piece = Interlocked.Increment(ref next)) < pieces;)
                Scan(codes, slices, encoded, piece * PieceRows, Math.Min(count, (piece + 1) * PieceRows), found[part], include);
        }

        share.Run(SearchPart);
        for (var row = 0; row < rows; row++)
        {
            for (var part = 1; part < found.Length; part++)
                found[0][row].Merge(found[part][row]);
            results[first + row] = ExactRanking.Nearest(vectors, queries.RowPointer(first + row), found[0][row], k, sparing: true);
            encoded[row].Dispose();
        }
    }

    /// <summary>Offers the vectors from <paramref name="start"/> to <paramref name="end"/> to every query's heap.</summary>
    private static void Scan(
        CodeTable codes, CodeSlice?[] slices, EncodedQuery[] queries, int start, int end, NearestNeighbors[] found,
        Func<int, bool>? include)
    {
        var products = stackalloc int[BlockRows];
        for (var block = start; block < end; block += BlockRows)
        {
            var rows = Math.Min(BlockRows, end - block);
            var biases = codes.Biases(block);
            for (var i = 0; i < queries.Length; i++)
            {
                var query = queries[i];
                var (first, stride) = slices[i] is { } slice
                    ? ((nint)slice.Row(block), slice.Length)
                    : ((nint)(codes.Row(block) + query.Start), codes.Stride);
                QuantizedProducts.Block(query.Steps + query.Start, (sbyte*)first, stride, query.Length, rows, products);
                Offer(products, query.Scale, biases, block, rows, found[i], include);
            }
        }
    }

    /// <summary>Offers a block to a heap. Nearly all are too far away, which is seen eight at a time.</summary>
    private static void Offer(
        int* products, float scale, float* biases, int block, int rows, NearestNeighbors found, Func<int, bool>? include)
    {
        var threshold = found.Threshold;
        for (var first = 0; first < rows; first += Vector256<int>.Count)
        {
            // Past the end lie other numbers of this block, which are not looked at.
            var closeness = (Vector256.ConvertToSingle(Vector256.Load(products + first)) * scale) - Vector256.Load(biases + first);
            var near = Vector256.GreaterThanOrEqual(closeness, Vector256.Create(threshold)).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                var row = first + BitOperations.TrailingZeroCount(near);
                if (row >= rows || closeness[row - first] < threshold || include?.Invoke(block + row) == false)
                    continue;
                found.Offer(block + row, closeness[row - first]);
                threshold = found.Threshold;
            }
        }
    }
}
