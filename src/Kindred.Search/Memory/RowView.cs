namespace Kindred.Search.Memory;

/// <summary>
/// The rows that <see cref="SegmentedRows"/> had room for at a time, for walks that read many of them in no order: what leads to a row is
/// at hand.
/// </summary>
internal readonly unsafe struct RowView
{
    private readonly byte*[] _segments;
    private readonly nint _rowBytes;
    private readonly int _shift;
    private readonly int _mask;

    internal RowView(byte*[] segments, int rowBytes, int shift, int mask) =>
        (_segments, _rowBytes, _shift, _mask) = (segments, rowBytes, shift, mask);

    /// <summary>Rows there was room for.</summary>
    public int Capacity => _segments.Length << _shift;

    /// <summary>A row below <see cref="Capacity"/>.</summary>
    public byte* this[int row] => _segments[row >> _shift] + ((row & _mask) * _rowBytes);
}
