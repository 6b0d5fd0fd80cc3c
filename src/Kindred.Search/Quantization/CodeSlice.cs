using System.Runtime.InteropServices;
using Kindred.Search.Memory;

namespace Kindred.Search.Quantization;

/// <summary>
/// Some numbers of every code of a table, cut out: where queries have nothing elsewhere, these are read one after another, in a third
/// of the time that it takes to pick them out of whole codes. Cut when they are first asked for. Safe from several threads.
/// </summary>
/// <param name="codes">The table.</param>
/// <param name="start">The first number.</param>
/// <param name="length">How many, a multiple of <see cref="ScalarQuantizer.Lane"/>.</param>
internal sealed unsafe class CodeSlice(CodeTable codes, int start, int length) : IDisposable
{
    private readonly Lock _cutting = new();
    private readonly SegmentedRows _rows = new(length);
    private int _count;

    /// <summary>The first number.</summary>
    public int Start => start;

    /// <summary>How many numbers; as many bytes lie between one row and the next.</summary>
    public int Length => length;

    /// <summary>
    /// The numbers of an id, which is not checked and has been cut. Others lie behind it as in <see cref="CodeTable.Row"/>.
    /// </summary>
    public sbyte* Row(int id) => (sbyte*)_rows[id];

    /// <summary>Cuts what was added to the table since.</summary>
    /// <param name="count">How many codes have to be there.</param>
    public void Cut(int count)
    {
        if (Volatile.Read(ref _count) >= count)
            return;
        lock (_cutting)
        {
            if (_count >= count)
                return;
            _rows.EnsureCapacity(count);
            for (var id = _count; id < count; id++)
                NativeMemory.Copy(codes.Row(id) + start, Row(id), (nuint)length);
            Volatile.Write(ref _count, count);
        }
    }

    public void Dispose() => _rows.Dispose();
}
