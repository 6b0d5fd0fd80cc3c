using System.Buffers.Binary;
using System.Text;
using Google.FlatBuffers;

namespace Kindred.Vision.Models.TensorFlowLite;

/// <summary>A table of a flatbuffer, read by field number. Every position that leaves the buffer throws.</summary>
internal readonly struct FlatTable
{
    private readonly byte[] _data;
    private readonly Table _table;

    private FlatTable(byte[] data, ByteBuffer buffer, int position)
    {
        _data = data;
        _table = new Table(position, buffer);
    }

    /// <summary>The table the buffer starts with.</summary>
    public static FlatTable Root(byte[] data) => new(data, new ByteBuffer(data), Follow(data, 0));

    public int Int(int field, int fallback = 0)
    {
        var offset = Offset(field);
        return offset == 0 ? fallback : BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(offset));
    }

    public byte Byte(int field, byte fallback = 0)
    {
        var offset = Offset(field);
        return offset == 0 ? fallback : _data[offset];
    }

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    /// <summary>A vector of bytes; empty where the field is not set.</summary>
    public ReadOnlySpan<byte> Bytes(int field) => Vector(field, 1, out _);

    /// <summary>A vector of 32-bit integers; empty where the field is not set.</summary>
    public int[] Ints(int field)
    {
        var bytes = Vector(field, sizeof(int), out var length);
        var values = new int[length];
        for (var i = 0; i < length; i++)
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        return values;
    }

    /// <summary>A table inside this one; <c>null</c> where the field is not set.</summary>
    public FlatTable? Child(int field)
    {
        var offset = Offset(field);
        return offset == 0 ? null : new FlatTable(_data, _table.bb, Follow(_data, offset));
    }

    /// <summary>A vector of tables; empty where the field is not set.</summary>
    public FlatTable[] Tables(int field)
    {
        var offset = Offset(field);
        if (offset == 0)
            return [];
        Vector(field, sizeof(int), out var length);
        var start = Follow(_data, offset) + sizeof(int);
        var tables = new FlatTable[length];
        for (var i = 0; i < length; i++)
            tables[i] = new FlatTable(_data, _table.bb, Follow(_data, start + (i * sizeof(int))));
        return tables;
    }

    private static int Follow(byte[] data, int offset) =>
        checked(offset + (int)BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(offset)));

    // A field's place in the vtable: two 16-bit sizes, then one 16-bit offset a field.
    private int Offset(int field)
    {
        var offset = _table.__offset(4 + (2 * field));
        return offset == 0 ? 0 : checked(_table.bb_pos + offset);
    }

    private ReadOnlySpan<byte> Vector(int field, int elementSize, out int length)
    {
        length = 0;
        var offset = Offset(field);
        if (offset == 0)
            return [];
        var start = Follow(_data, offset);
        length = BinaryPrimitives.ReadInt32LittleEndian(_data.AsSpan(start));
        return _data.AsSpan(checked(start + sizeof(int)), checked(length * elementSize));
    }
}
