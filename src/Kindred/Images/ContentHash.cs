using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kindred.Images;

/// <summary>SHA-256 of a file's bytes: two files with the same hash are the same picture, whatever they are called.</summary>
public readonly record struct ContentHash
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <summary>Reads a hash from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public ContentHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A SHA-256 hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Hashes the contents of a file.</summary>
    public static ContentHash Of(ReadOnlySpan<byte> contents)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(contents, hash);
        return new ContentHash(hash);
    }

    /// <summary>Reads a hash from 64 hexadecimal digits, small or capital.</summary>
    public static bool TryParse(ReadOnlySpan<char> digits, out ContentHash hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isHash = digits.Length == 2 * Size && Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done;
        hash = isHash ? new ContentHash(bytes) : default;
        return isHash;
    }

    /// <summary>The 32 bytes, in a new array.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToByteArray());
}
