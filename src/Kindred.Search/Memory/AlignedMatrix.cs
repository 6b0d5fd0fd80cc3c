using System.Runtime.InteropServices;

namespace Kindred.Search.Memory;

/// <summary>
/// Rows of floats in one block of unmanaged memory. Rows start on 64-byte boundaries and are padded with zeros to whole registers,
/// so kernels need neither tails nor unaligned loads, and the garbage collector has nothing to move. Not safe for writing from
/// several threads.
/// </summary>
internal sealed unsafe class AlignedMatrix : IDisposable
{
    /// <summary>Floats in the widest register (512 bits); every row's stride is a multiple of it.</summary>
    public const int Lane = 16;

    private const nuint Alignment = 64;
    private float* _data;
    private int _capacity;

    public AlignedMatrix(int columns, int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Columns = columns;
        Stride = (columns + Lane - 1) / Lane * Lane;
        Reserve(Math.Max(capacity, 4));
    }

    ~AlignedMatrix() => NativeMemory.AlignedFree(_data);

    public int Columns { get; }

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; }

    public int Rows { get; private set; }

    public Span<float> this[int row] => new(RowPointer(row), Columns);

    public float* RowPointer(int row)
    {
        ObjectDisposedException.ThrowIf(_data is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return _data + ((nint)row * Stride);
    }

    /// <summary>Appends rows of zeros and returns the number of the first.</summary>
    public int AddRows(int count = 1)
    {
        var first = Extend(count);
        NativeMemory.Clear(_data + ((nint)first * Stride), (nuint)count * (nuint)Stride * sizeof(float));
        return first;
    }

    /// <summary>Appends rows whose every number the caller is about to write, and returns the number of the first.</summary>
    public int AddUnwritten(int count = 1)
    {
        var first = Extend(count);
        for (var row = first; Stride > Columns && row < Rows; row++)
            new Span<float>(_data + ((nint)row * Stride) + Columns, Stride - Columns).Clear();
        return first;
    }

    public int Add(ReadOnlySpan<float> row)
    {
        if (row.Length != Columns)
            throw new ArgumentException($"A row has {Columns} numbers, not {row.Length}.", nameof(row));

        var index = AddUnwritten();
        row.CopyTo(this[index]);
        return index;
    }

    /// <summary>Takes all rows away; the room for them stays.</summary>
    public void Clear() => Rows = 0;

    public AlignedMatrix Transpose()
    {
        var transposed = new AlignedMatrix(Math.Max(Rows, 1), Columns);
        if (Rows == 0)
            transposed.AddRows(Columns);
        else
            transposed.AddUnwritten(Columns);
        // Square by square, so that both sides stay in the cache.
        for (var top = 0; top < Rows; top += Lane)
        {
            for (var left = 0; left < Columns; left += Lane)
            {
                for (var row = top; row < Math.Min(top + Lane, Rows); row++)
                {
                    for (var column = left; column < Math.Min(left + Lane, Columns); column++)
                        transposed._data[((nint)column * transposed.Stride) + row] = _data[((nint)row * Stride) + column];
                }
            }
        }

        return transposed;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        Rows = 0;
        GC.SuppressFinalize(this);
    }

    private int Extend(int count)
    {
        var first = Rows;
        if (first + count > _capacity)
            Reserve(Math.Max(first + count, _capacity + (_capacity / 2)));
        Rows += count;
        return first;
    }

    private void Reserve(int capacity)
    {
        var grown = (float*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)Stride * sizeof(float), Alignment);
        if (_data is not null)
        {
            NativeMemory.Copy(_data, grown, (nuint)Rows * (nuint)Stride * sizeof(float));
            NativeMemory.AlignedFree(_data);
        }

        _data = grown;
        _capacity = capacity;
    }
}
