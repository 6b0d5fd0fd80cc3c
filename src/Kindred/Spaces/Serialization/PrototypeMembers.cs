using System.Buffers.Binary;
using Kindred.Images;

namespace Kindred.Spaces.Serialization;

/// <summary>Which contents belong to prototypes, as a library keeps it: the content, then the prototype as a little-endian int32.</summary>
internal static class PrototypeMembers
{
    private const int Bytes = ContentHash.Size + sizeof(int);

    /// <summary>Writes them one after another.</summary>
    public static byte[] Write(IReadOnlyList<(ContentHash Content, int Prototype)> members)
    {
        var bytes = new byte[members.Count * Bytes];
        foreach (var (i, (content, prototype)) in members.Index())
        {
            content.ToByteArray().CopyTo(bytes, i * Bytes);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan((i * Bytes) + ContentHash.Size), prototype);
        }

        return bytes;
    }

    /// <summary>Reads so many, and leaves what follows them.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public static (ContentHash Content, int Prototype)[] Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count < 0 || (long)count * Bytes > bytes.Length)
            throw new InvalidDataException($"{bytes.Length} bytes are not {count} members of prototypes.");
        var members = new (ContentHash Content, int Prototype)[count];
        for (var i = 0; i < count; i++)
        {
            var member = bytes[(i * Bytes)..];
            members[i] = (new ContentHash(member[..ContentHash.Size]), BinaryPrimitives.ReadInt32LittleEndian(member[ContentHash.Size..]));
        }

        bytes = bytes[(count * Bytes)..];
        return members;
    }
}
