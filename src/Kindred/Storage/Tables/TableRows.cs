using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kindred.Storage.Tables;

/// <summary>
/// Some rows of a table, one behind the other, in a form that is the same whatever store they come from. A value is a byte that says what
/// it is (0 nothing, 1 a whole number, 2 a number of double precision, 3 text, 4 bytes), and then: a number in its eight bytes, text in
/// UTF-8 and bytes behind their length of four bytes; the highest byte of a number comes first.
/// </summary>
internal sealed class TableRows
{
    /// <summary>How many bytes of rows are read, and written in one transaction, before the next.</summary>
    public const int BytesAtOnce = 1 << 22;

    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private readonly List<int> _ends = [];

    /// <summary>How many rows there are.</summary>
    public int Count => _ends.Count;

    /// <summary>How many bytes they take.</summary>
    public int Length => _bytes.WrittenCount;

    /// <summary>Takes all rows away.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        _ends.Clear();
    }

    /// <summary>The bytes of some rows.</summary>
    public ReadOnlySpan<byte> Bytes(int first, int count) =>
        _bytes.WrittenSpan[StartOf(first)..(count == 0 ? StartOf(first) : _ends[first + count - 1])];

    /// <summary>Reads the values of a row.</summary>
    public TableRowReader Read(int row) => new(Bytes(row, 1));

    /// <summary>Adds a whole number to the row.</summary>
    public void Add(long value) => BinaryPrimitives.WriteInt64BigEndian(Begin(TableRowReader.Integer, sizeof(long)), value);

    /// <summary>Adds a number of double precision to the row. There is one zero: not every store tells 0 and -0 apart.</summary>
    public void Add(double value) => BinaryPrimitives.WriteDoubleBigEndian(Begin(TableRowReader.Real, sizeof(double)), value + 0.0);

    /// <summary>Adds text in UTF-8 to the row.</summary>
    public void AddText(ReadOnlySpan<byte> utf8) => utf8.CopyTo(BeginLong(TableRowReader.Text, utf8.Length));

    /// <summary>Adds text to the row.</summary>
    public void AddText(string text) =>
        Encoding.UTF8.GetBytes(text, BeginLong(TableRowReader.Text, Encoding.UTF8.GetByteCount(text)));

    /// <summary>Adds bytes to the row.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(BeginLong(TableRowReader.Bytes, bytes.Length));

    /// <summary>Adds to the row that there is no value.</summary>
    public void AddNothing() => Begin(TableRowReader.Nothing, length: 0);

    /// <summary>Ends the row.</summary>
    public void EndRow() => _ends.Add(_bytes.WrittenCount);

    private int StartOf(int row) => row == 0 ? 0 : _ends[row - 1];

    private Span<byte> BeginLong(byte type, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Begin(type, sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Begin(byte type, int length)
    {
        Take(1)[0] = type;
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        if (length == 0)
            return [];
        var span = _bytes.GetSpan(length)[..length];
        _bytes.Advance(length);
        return span;
    }
}
