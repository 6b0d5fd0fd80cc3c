using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Flat;

/// <summary>
/// Some queries and what is nearest to them in the rows they have been compared with: one thread's scratch for <see cref="FlatScan"/>.
/// </summary>
internal sealed unsafe class QueryBlock : IDisposable
{
    /// <summary>From here on it pays to pack the rows.</summary>
    public const int PackedQueries = 24;

    /// <summary>The filter's query is left open: it is asked about ids alone.</summary>
    private const int NoId = -1;

    private readonly VectorTable _vectors;
    private readonly nint[] _queries;

    private readonly Func<int, int, bool>? _include;
    private readonly BlockProduct? _product;
    private readonly AlignedMatrix _products;
    private readonly AlignedMatrix _biases;

    /// <summary>Makes room for comparing with up to <see cref="SegmentedRows.LeastSegmentRows"/> rows at a time.</summary>
    /// <param name="vectors">The rows.</param>
    /// <param name="queries">Aligned and padded as the rows are.</param>
    /// <param name="first">The first query of the block.</param>
    /// <param name="count">How many queries; at most <see cref="BlockProduct.MostRows"/>.</param>
    /// <param name="capacity">Candidates to keep for each query.</param>
    /// <param name="include">Ids that may be found.</param>
    public QueryBlock(VectorTable vectors, AlignedMatrix queries, int first, int count, int capacity, Func<int, bool>? include)
    {
        _vectors = vectors;
        _include = include is null ? null : (_, id) => include(id);
        Found = new NearestNeighbors[count];
        for (var query = 0; query < count; query++)
            Found[query] = new NearestNeighbors(capacity);

        // Whole tiles of queries: the last one stands in for those that are missing.
        var lines = count == 1 ? 1 : (count + RowProducts.TileRows - 1) / RowProducts.TileRows * RowProducts.TileRows;
        _queries = new nint[lines];
        for (var line = 0; line < lines; line++)
            _queries[line] = (nint)queries.RowPointer(first + Math.Min(line, count - 1));
        _product = count < PackedQueries ? null : BlockProduct.Create(count, SegmentedRows.LeastSegmentRows);
        _products = new AlignedMatrix(SegmentedRows.LeastSegmentRows, lines);
        _products.AddRows(lines);
        _biases = new AlignedMatrix(SegmentedRows.LeastSegmentRows, 1);
        _biases.AddRows();
    }

    /// <summary>The candidates found so far, a heap for each query.</summary>
    public NearestNeighbors[] Found { get; }

    /// <summary>Offers rows to every query.</summary>
    /// <param name="first">
    /// The first id, a multiple of <see cref="SegmentedRows.LeastSegmentRows"/>: the rows then lie in one segment.
    /// </param>
    /// <param name="count">How many rows, at most <see cref="SegmentedRows.LeastSegmentRows"/>.</param>
    public void Scan(int first, int count)
    {
        Multiply(first, count);
        var biases = _biases[0];
        for (var row = 0; row < count && _vectors.Metric == Metric.Euclidean; row++)
            biases[row] = _vectors.Bias(first + row);
        for (var query = 0; query < Found.Length; query++)
            Selection.OfferLine(_products.RowPointer(query), _biases.RowPointer(0), count, first, Found[query], NoId, _include);
    }

    public void Dispose()
    {
        _product?.Dispose();
        _products.Dispose();
        _biases.Dispose();
    }

    private void Multiply(int first, int count)
    {
        var rows = _vectors.Row(first);
        fixed (nint* queries = _queries)
        {
            if (_product is not null)
            {
                var pointers = stackalloc float*[SegmentedRows.LeastSegmentRows];
                DotProducts.Point(pointers, rows, count, _vectors.Stride);
                _product.Multiply(
                    (float**)queries, Found.Length, pointers, count, _vectors.Stride, _products.RowPointer(0), _products.Stride);
                return;
            }

            if (_queries.Length == 1)
            {
                DotProducts.Line(rows, count, (float*)queries[0], _vectors.Stride, _products.RowPointer(0));
                return;
            }

            // Few enough rows at a time to stay in the second-level cache while the queries take turns. The last tile may read past the
            // rows that were counted, but not past their segment.
            const int near = 16;
            for (var row = 0; row < count; row += near)
            {
                var tiles = (Math.Min(near, count - row) + RowProducts.TileRows - 1) / RowProducts.TileRows * RowProducts.TileRows;
                for (var query = 0; query < _queries.Length; query += RowProducts.TileRows)
                {
                    RowProducts.Tiles(
                        rows + ((nint)row * _vectors.Stride),
                        tiles,
                        (float**)queries + query,
                        _vectors.Stride,
                        _products.RowPointer(query) + row,
                        _products.Stride);
                }
            }
        }
    }
}
