using System.Runtime.InteropServices;

namespace Kindred.Search.Files;

/// <summary>The first bytes of an index file, as they are in the file: little-endian, without gaps.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct IndexHeader
{
    /// <summary>Bytes before the first section.</summary>
    public const int Page = 4096;

    /// <summary>The letters KINDREDX.</summary>
    public const ulong ExpectedMagic = 0x58444552444E494B;

    /// <summary>Goes up whenever older files would be read wrongly or should be replaced.</summary>
    public const int ExpectedVersion = 1;

    public ulong Magic;
    public int Version;

    /// <summary>How vectors are compared, as the number of a <see cref="Search.Metric"/>.</summary>
    public int Metric;

    /// <summary>What the file was made from: see <see cref="IndexStamp"/>.</summary>
    public IndexStamp Stamp;

    public int Dimensions;
    public int Count;

    /// <summary>Whether there are codes.</summary>
    public int HasCodes;

    /// <summary>Links a node makes on upper levels; 0 where there is no graph.</summary>
    public int M;

    /// <summary>Rows of links on upper levels.</summary>
    public int UpperRows;

    /// <summary>Where searches of the graph start; −1 in an empty one.</summary>
    public int Entry;

    /// <summary>XXH3 of the checksums at the end of the file.</summary>
    public ulong Checksums;

    /// <summary>XXH3 of all fields above.</summary>
    public ulong Own;

    /// <summary>Whether there is a graph.</summary>
    public readonly bool HasGraph => M > 0;

    /// <summary>Computes what <see cref="Own"/> must be.</summary>
    public readonly ulong ComputeOwn()
    {
        var header = this;
        header.Own = 0;
        return System.IO.Hashing.XxHash3.HashToUInt64(MemoryMarshal.AsBytes(new ReadOnlySpan<IndexHeader>(in header)));
    }
}
