using System.Buffers.Binary;

namespace Kindred.Storage.Tables;

/// <summary>Reads the values of one of <see cref="TableRows"/>, one behind the other.</summary>
internal ref struct TableRowReader(ReadOnlySpan<byte> row)
{
    /// <summary>There is no value.</summary>
    public const byte Nothing = 0;

    /// <summary>A whole number.</summary>
    public const byte Integer = 1;

    /// <summary>A number of double precision.</summary>
    public const byte Real = 2;

    /// <summary>Text.</summary>
    public const byte Text = 3;

    /// <summary>Bytes.</summary>
    public const byte Bytes = 4;

    private ReadOnlySpan<byte> _left = row;

    /// <summary>Goes to the next value.</summary>
    /// <returns>What it is.</returns>
    public byte Next() => Take(1)[0];

    /// <summary>The whole number that comes next.</summary>
    public long ReadInteger() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    /// <summary>The number that comes next.</summary>
    public double ReadReal() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>The text or the bytes that come next.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))));

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }
}
