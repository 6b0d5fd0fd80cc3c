using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Search.Vectors;

/// <summary>
/// The vectors that an index searches, one a row, padded with zeros to whole registers. Ids are given out in order and never twice.
/// Reading is safe beside adding; adding takes turns.
/// </summary>
internal sealed unsafe class VectorTable : IDisposable
{
    /// <summary>Longer rows are not read from a file one by one; a stack is short.</summary>
    private const int MostOnStack = 1 << 14;

    private readonly Lock _adding = new();
    private readonly SegmentedRows _rows;
    private readonly SegmentedRows? _biases;
    private readonly (SafeFileHandle File, long Start)? _source;
    private readonly int _inSource;
    private int _count;

    /// <summary>Creates an empty table.</summary>
    /// <param name="dimensions">Length of every vector, at least 1.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="capacity">Vectors to make room for; it grows past that.</param>
    public VectorTable(int dimensions, Metric metric, int capacity = 0)
        : this(dimensions, metric, new SegmentedRows(RowBytes(dimensions)))
    {
        if (capacity > 0)
            _rows.EnsureCapacity(capacity);
    }

    /// <summary>
    /// Takes rows that lie in memory already, such as a mapped file: padded, and of length 1 where the metric is the cosine.
    /// </summary>
    /// <param name="dimensions">Length of every vector.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="rows">The first row.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="source">
    /// Where the rows are in a file, for <see cref="Distance(float*, int)"/> to read them from, so that they need not come into memory.
    /// </param>
    public VectorTable(int dimensions, Metric metric, float* rows, int count, (SafeFileHandle File, long Start)? source = null)
        : this(dimensions, metric, new SegmentedRows(RowBytes(dimensions), (byte*)rows, count))
    {
        _count = count;
        if (RowBytes(dimensions) <= MostOnStack)
            (_source, _inSource) = (source, count);
        _biases?.EnsureCapacity(count);
        for (var id = 0; id < count && _biases is not null; id++)
            SetBias(id);
    }

    private VectorTable(int dimensions, Metric metric, SegmentedRows rows)
    {
        Dimensions = dimensions;
        Stride = rows.RowBytes / sizeof(float);
        Metric = metric;
        _rows = rows;
        _biases = metric == Metric.Euclidean ? new SegmentedRows(sizeof(float)) : null;
    }

    /// <summary>Length of every vector.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// Floats from one row to the next, a multiple of <see cref="AlignedMatrix.Lane"/>; those past <see cref="Dimensions"/> are 0.
    /// </summary>
    public int Stride { get; }

    /// <summary>How vectors are compared.</summary>
    public Metric Metric { get; }

    /// <summary>How many vectors there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>
    /// Rows that lie one after another before the next segment begins: a power of two, at least
    /// <see cref="SegmentedRows.LeastSegmentRows"/>.
    /// </summary>
    public int SegmentRows => _rows.SegmentRows;

    /// <summary>The vector with an id; of length 1 where the metric is the cosine.</summary>
    public ReadOnlySpan<float> this[int id]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)Count, nameof(id));
            return new ReadOnlySpan<float>(Row(id), Dimensions);
        }
    }

    /// <summary>Bytes from one row to the next.</summary>
    public static int RowBytes(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        return (dimensions + AlignedMatrix.Lane - 1) / AlignedMatrix.Lane * AlignedMatrix.Lane * sizeof(float);
    }

    /// <summary>The padded row of an id, which is not checked.</summary>
    public float* Row(int id) => (float*)_rows[id];

    /// <summary>The padded rows there are now, and room for more; for reading many in no order.</summary>
    public RowView View() => _rows.View();

    /// <summary>
    /// What is taken off the dot product with a query, so that the larger is the nearer: 0 for the cosine, ½|x|² for the Euclidean
    /// distance.
    /// </summary>
    public float Bias(int id) => _biases is null ? 0 : *(float*)_biases[id];

    /// <summary>Adds a vector and returns its id, which is the number of those added before. For the cosine it is normalized.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Dimensions"/>.</exception>
    public int Add(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Dimensions)
            throw new ArgumentException($"A vector has {Dimensions} numbers here, not {vector.Length}.", nameof(vector));

        return Add(vector, isNormal: Metric != Metric.Cosine);
    }

    /// <summary>Adds a vector of another table of the same kind, bit by bit as it is there.</summary>
    public int AddFrom(VectorTable other, int id) => Add(other[id], isNormal: true);

    /// <summary>Brings a vector to length 1; one of zeros stays as it is.</summary>
    public static void Normalize(Span<float> vector)
    {
        var length = TensorPrimitives.Norm<float>(vector);
        if (length > 0)
            TensorPrimitives.Divide(vector, length, vector);
    }

    /// <summary>The distance between two padded rows, in the metric; always computed in the same order.</summary>
    public float Distance(float* a, float* b) => Metric == Metric.Cosine
        ? Math.Max(0, 1 - DotProducts.One(a, b, Stride))
        : TensorPrimitives.Distance<float>(new(a, Dimensions), new(b, Dimensions));

    /// <summary>The distance between a padded row and the vector with an id, which is not checked.</summary>
    public float Distance(float* query, int id)
    {
        if (id >= _inSource || _source is not var (file, start))
            return Distance(query, Row(id));

        const int alignment = AlignedMatrix.Lane * sizeof(float);
        var bytes = stackalloc byte[_rows.RowBytes + alignment];
        var row = (float*)(((nint)bytes + alignment - 1) & -alignment);
        // The file was whole when it was opened; should its end be gone by now, the row is still where it was mapped.
        var read = RandomAccess.Read(file, new Span<byte>(row, _rows.RowBytes), start + ((long)id * _rows.RowBytes));
        return Distance(query, read == _rows.RowBytes ? row : Row(id));
    }

    public void Dispose()
    {
        _rows.Dispose();
        _biases?.Dispose();
    }

    private int Add(ReadOnlySpan<float> vector, bool isNormal)
    {
        lock (_adding)
        {
            var id = _count;
            if (id == _rows.Capacity)
                _rows.EnsureCapacity(id + 1);
            var row = new Span<float>(Row(id), Dimensions);
            vector.CopyTo(row);
            if (!isNormal)
                Normalize(row);
            if (_biases is not null)
            {
                _biases.EnsureCapacity(id + 1);
                SetBias(id);
            }

            Volatile.Write(ref _count, id + 1);
            return id;
        }
    }

    private void SetBias(int id)
    {
        var halfSquare = TensorPrimitives.SumOfSquares<float>(new(Row(id), Dimensions)) / 2;
        *(float*)_biases![id] = halfSquare; // Only called where there are biases.
    }
}
