using System.Numerics;
using System.Runtime.InteropServices;

namespace Kindred.Search.Memory;

/// <summary>
/// Rows of bytes in segments of unmanaged memory that never move: a pointer to a row stays good while rows are added, so that searches need
/// no lock. Rows start on 64-byte boundaries where their size is a multiple of that. Growing is safe beside reading, from several threads.
/// </summary>
internal sealed unsafe class SegmentedRows : IDisposable
{
    /// <summary>No segment has fewer rows, so kernels can work on blocks of this size.</summary>
    public const int LeastSegmentRows = 256;

    private const int MostSegmentRows = 4096;
    private const int SegmentBytes = 1 << 20;
    private const nuint Alignment = 64;

    private readonly Lock _growing = new();
    private readonly int _shift;
    private readonly int _mask;
    private readonly int _mapped;
    private byte*[] _segments = [];

    /// <summary>Makes room for no rows yet.</summary>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    public SegmentedRows(int rowBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowBytes, 1);
        RowBytes = rowBytes;
        SegmentRows = Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)(SegmentBytes / rowBytes)), LeastSegmentRows, MostSegmentRows);
        _shift = BitOperations.Log2((uint)SegmentRows);
        _mask = SegmentRows - 1;
    }

    /// <summary>
    /// Takes rows that lie in memory already, such as a mapped file. They must stay there as long as this is used, and are not freed.
    /// </summary>
    public SegmentedRows(int rowBytes, byte* rows, int count)
        : this(rowBytes)
    {
        _mapped = count >> _shift;
        _segments = new byte*[_mapped];
        for (var segment = 0; segment < _mapped; segment++)
            _segments[segment] = rows + ((nint)segment * SegmentRows * RowBytes);

        // The last segment is not whole, and rows can only be added to a whole one: it moves.
        var rest = count & _mask;
        if (rest == 0)
            return;
        EnsureCapacity(count);
        NativeMemory.Copy(rows + ((nint)_mapped * SegmentRows * RowBytes), _segments[_mapped], (nuint)rest * (nuint)rowBytes);
    }

    ~SegmentedRows() => Free();

    /// <summary>Bytes from one row to the next.</summary>
    public int RowBytes { get; }

    /// <summary>Rows that lie one after another before the next segment begins; a power of two.</summary>
    public int SegmentRows { get; }

    /// <summary>Rows there is room for.</summary>
    public int Capacity => Volatile.Read(ref _segments).Length << _shift;

    /// <summary>A row below <see cref="Capacity"/>; new rows are zero. <see cref="SegmentRows"/> tells how many lie behind it.</summary>
    public byte* this[int row] => _segments[row >> _shift] + ((nint)(row & _mask) * RowBytes);

    /// <summary>The rows there is room for now.</summary>
    public RowView View() => new(Volatile.Read(ref _segments), RowBytes, _shift, _mask);

    /// <summary>Makes room for so many rows in all.</summary>
    public void EnsureCapacity(int rows)
    {
        lock (_growing)
        {
            var needed = (rows + _mask) >> _shift;
            if (needed <= _segments.Length)
                return;
            var grown = new byte*[needed];
            Array.Copy(_segments, grown, _segments.Length);
            var bytes = (nuint)SegmentRows * (nuint)RowBytes;
            for (var segment = _segments.Length; segment < needed; segment++)
            {
                grown[segment] = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);
                NativeMemory.Clear(grown[segment], bytes);
            }

            Volatile.Write(ref _segments, grown);
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        for (var segment = _mapped; segment < _segments.Length; segment++)
            NativeMemory.AlignedFree(_segments[segment]);
        _segments = [];
    }
}
