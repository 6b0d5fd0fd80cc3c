using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Search.Quantization;

/// <summary>
/// The codes of a table's vectors, with the same ids. Reading is safe beside adding; adding takes turns.
/// </summary>
/// <remarks>
/// Closeness to a query is <c>q·y − ½|y|²</c> with y what a code stands for, in both metrics, which orders as |q − y| does.
/// With the length of the true x, the error of a dot product is <c>q·(y − x)</c>; with that of y it is <c>(q − x)·(y − x)</c>:
/// the nearer a neighbor, the smaller, and near ones are what is looked for.
/// </remarks>
internal sealed unsafe class CodeTable : IDisposable
{
    private readonly Lock _adding = new();
    private readonly SegmentedRows _codes;
    private readonly SegmentedRows _biases = new(sizeof(float));
    private CodeSlice? _slice;
    private int _count;

    /// <summary>Creates an empty table.</summary>
    public CodeTable(ScalarQuantizer quantizer)
        : this(quantizer, new SegmentedRows(quantizer.Stride))
    {
    }

    /// <summary>
    /// Takes codes that lie in memory already, such as a mapped file, each padded with zeros to <see cref="ScalarQuantizer.Stride"/>.
    /// </summary>
    public CodeTable(ScalarQuantizer quantizer, sbyte* codes, int count)
        : this(quantizer, new SegmentedRows(quantizer.Stride, (byte*)codes, count))
    {
        _biases.EnsureCapacity(count);
        InBlocks(0, count, id => *Biases(id) = quantizer.HalfSquare(Row(id)));
        _count = count;
    }

    private CodeTable(ScalarQuantizer quantizer, SegmentedRows codes)
    {
        Quantizer = quantizer;
        _codes = codes;
    }

    /// <summary>What the codes were made with.</summary>
    public ScalarQuantizer Quantizer { get; }

    /// <summary>How many codes there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes from one code to the next within a segment.</summary>
    public int Stride => Quantizer.Stride;

    /// <summary>
    /// The code of an id, which is not checked. Others lie behind it up to the next multiple of
    /// <see cref="SegmentedRows.LeastSegmentRows"/>.
    /// </summary>
    public sbyte* Row(int id) => (sbyte*)_codes[id];

    /// <summary>What is taken off the dot product with a query, and behind it that of the next ids, as with <see cref="Row"/>.</summary>
    public float* Biases(int id) => (float*)_biases[id];

    /// <summary>The codes there are now, for reading many in no order.</summary>
    public RowView View() => _codes.View();

    /// <summary>The numbers of <see cref="Biases"/>, for reading many in no order.</summary>
    public RowView ViewBiases() => _biases.View();

    /// <summary>
    /// What a query reads of the codes, cut out; <see langword="null"/> where that is more than half of them, or another part than that of
    /// the first query with a small one: only one part is kept.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="count">How many codes it is compared with.</param>
    public CodeSlice? SliceFor(EncodedQuery query, int count)
    {
        if (query.Length == 0 || query.Length > Stride / 2)
            return null;
        var slice = _slice
            ?? Interlocked.CompareExchange(ref _slice, new CodeSlice(this, query.Start, query.Length), null) ?? _slice;
        if (slice.Start != query.Start || slice.Length != query.Length)
            return null;
        slice.Cut(count);
        return slice;
    }

    /// <summary>Adds the code of a vector and returns its id, which is the number of those added before.</summary>
    /// <param name="row">As it lies in a <see cref="VectorTable"/>: padded, and normalized for the cosine.</param>
    public int Add(float* row)
    {
        lock (_adding)
        {
            var id = _count;
            EnsureCapacity(id + 1);
            Encode(row, id);
            Volatile.Write(ref _count, id + 1);
            return id;
        }
    }

    /// <summary>Adds the codes of the vectors past <see cref="Count"/>, on all cores.</summary>
    /// <returns>Whether all of them fit the scales; see <see cref="ScalarQuantizer.Encode"/>.</returns>
    public bool AddFrom(VectorTable vectors)
    {
        lock (_adding)
        {
            var count = vectors.Count;
            if (count <= _count)
                return true;
            EnsureCapacity(count);
            var misfits = 0;
            InBlocks(_count, count, id =>
            {
                if (!Encode(vectors.Row(id), id))
                    Interlocked.Increment(ref misfits);
            });
            Volatile.Write(ref _count, count);
            return misfits == 0;
        }
    }

    /// <summary>How close a vector is to a query; larger is nearer. Only comparable for the same query.</summary>
    public float Closeness(EncodedQuery query, int id) => (QuantizedProducts.One(query.Steps, Row(id), Stride) * query.Scale) - *Biases(id);

    /// <summary>How close several vectors are to a query; the same numbers as one by one.</summary>
    /// <param name="query">The query.</param>
    /// <param name="ids">Not checked.</param>
    /// <param name="closeness">Room for as many.</param>
    public void Closeness(EncodedQuery query, ReadOnlySpan<int> ids, Span<float> closeness)
    {
        var steps = query.Steps;
        var products = stackalloc int[4];
        var i = 0;
        for (; i + 4 <= ids.Length; i += 4)
        {
            QuantizedProducts.Four(steps, Row(ids[i]), Row(ids[i + 1]), Row(ids[i + 2]), Row(ids[i + 3]), Stride, products);
            for (var j = 0; j < 4; j++)
                closeness[i + j] = (products[j] * query.Scale) - *Biases(ids[i + j]);
        }

        for (; i < ids.Length; i++)
            closeness[i] = Closeness(query, ids[i]);
    }

    public void Dispose()
    {
        _slice?.Dispose();
        _codes.Dispose();
        _biases.Dispose();
    }

    private static void InBlocks(int start, int end, Action<int> each)
    {
        const int Block = SegmentedRows.LeastSegmentRows;
        Parallel.For(0, (end - start + Block - 1) / Block, block =>
        {
            var first = start + (block * Block);
            for (var id = first; id < Math.Min(first + Block, end); id++)
                each(id);
        });
    }

    private bool Encode(float* row, int id)
    {
        var fits = Quantizer.Encode(row, Row(id));
        *Biases(id) = Quantizer.HalfSquare(Row(id));
        return fits;
    }

    private void EnsureCapacity(int rows)
    {
        if (rows <= _codes.Capacity && rows <= _biases.Capacity)
            return;
        _codes.EnsureCapacity(rows);
        _biases.EnsureCapacity(rows);
    }
}
