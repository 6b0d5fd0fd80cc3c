using System.Buffers.Binary;
using System.IO.Hashing;

namespace Kindred.Storage.Sqlite.Pages;

/// <summary>
/// The checksum of a page of a library file: XXH3 of its content, seeded with its number, in the last eight bytes, which SQLite leaves
/// alone. So a page that lies in another's place is noticed too. A single bit that has flipped is found by trying all of them, which no
/// other damage passes but by a chance of one in 2^49.
/// </summary>
internal static class PageChecksum
{
    /// <summary>Bytes of a page. Files with other pages have no checksums.</summary>
    public const int PageSize = 4096;

    /// <summary>Bytes of a checksum.</summary>
    public const int Size = sizeof(ulong);

    /// <summary>Where the first page says how many bytes of each page SQLite leaves alone.</summary>
    public const int ReservedAt = 20;

    private const int Content = PageSize - Size;

    /// <summary>Writes the checksum into a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="number">Its number, from 1.</param>
    public static void Write(Span<byte> page, long number) =>
        BinaryPrimitives.WriteUInt64LittleEndian(page[Content..], Compute(page, number));

    /// <summary>Whether a page is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> page, long number) => Compute(page, number) == Stored(page);

    /// <summary>What a page says, its checksum included, as a number that tells damage from other damage.</summary>
    public static ulong Of(ReadOnlySpan<byte> page) => XxHash3.HashToUInt64(page);

    /// <summary>Restores a page in which one bit has flipped.</summary>
    /// <returns>Whether it is now as it was written; otherwise it is left as it was.</returns>
    public static bool TryCorrect(Span<byte> page, long number)
    {
        var stored = Stored(page);
        if (ulong.IsPow2(Compute(page, number) ^ stored))
        {
            Write(page, number);
            return true;
        }

        // A page of nothing was never written, or was wiped.
        if (page.IndexOfAnyExcept((byte)0) < 0)
            return false;
        for (var at = 0; at < Content; at++)
        {
            for (var bit = 1; bit < 256; bit <<= 1)
            {
                page[at] ^= (byte)bit;
                if (Compute(page, number) == stored)
                    return true;
                page[at] ^= (byte)bit;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a first page is that of a file with checksums. A bit may have flipped in the very byte that says so: then the checksum
    /// tells.
    /// </summary>
    public static bool IsOfFileWithChecksums(ReadOnlySpan<byte> first)
    {
        if (first[ReservedAt] == Size)
            return true;
        if (!byte.IsPow2((byte)(first[ReservedAt] ^ Size)))
            return false;
        Span<byte> restored = stackalloc byte[PageSize];
        first.CopyTo(restored);
        restored[ReservedAt] = Size;
        return IsWhole(restored, 1);
    }

    private static ulong Compute(ReadOnlySpan<byte> page, long number) => XxHash3.HashToUInt64(page[..Content], number);

    private static ulong Stored(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt64LittleEndian(page[Content..]);
}
