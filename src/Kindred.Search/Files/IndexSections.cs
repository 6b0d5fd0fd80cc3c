using Kindred.Search.Hnsw;
using Kindred.Search.Quantization;
using Kindred.Search.Vectors;

namespace Kindred.Search.Files;

/// <summary>
/// Where the sections of an index file begin. They come in this order, and each begins on a new page; a section that a file does not
/// have takes no room. So the header determines the length of the file, and a file that is cut off is noticed at once.
/// </summary>
internal readonly unsafe struct IndexSections
{
    /// <summary>Bytes that one checksum covers.</summary>
    public const int Chunk = 1 << 20;

    public IndexSections(IndexHeader header)
    {
        long count = header.Count;
        var hasGraph = header.M > 0;
        Keys = IndexHeader.Page;
        Vectors = Keys + Pages(count * sizeof(RowKey));
        Scales = Vectors + Pages(count * VectorTable.RowBytes(header.Dimensions));
        Codes = Scales + (header.HasCodes != 0 ? Pages(header.Dimensions * sizeof(float)) : 0);
        Nodes = Codes + (header.HasCodes != 0 ? Pages(count * ScalarQuantizer.StrideOf(header.Dimensions)) : 0);
        Lowest = Nodes + (hasGraph ? Pages(count * sizeof(HnswNode)) : 0);
        Upper = Lowest + (hasGraph ? Pages(count * 2 * header.M * sizeof(uint)) : 0);
        Checksums = Upper + (hasGraph ? Pages((long)header.UpperRows * header.M * sizeof(uint)) : 0);
        Chunks = (int)((Checksums - Keys + Chunk - 1) / Chunk);
        End = Checksums + ((long)Chunks * sizeof(ulong));
    }

    /// <summary>A <see cref="RowKey"/> for each row.</summary>
    public long Keys { get; }

    /// <summary>Padded rows of floats.</summary>
    public long Vectors { get; }

    /// <summary>The value of one step of a code, for each dimension.</summary>
    public long Scales { get; }

    /// <summary>Padded rows of bytes.</summary>
    public long Codes { get; }

    /// <summary>A <see cref="HnswNode"/> for each row.</summary>
    public long Nodes { get; }

    /// <summary>Links on the lowest level.</summary>
    public long Lowest { get; }

    /// <summary>Links on the levels above.</summary>
    public long Upper { get; }

    /// <summary>An XXH3 for each <see cref="Chunk"/> between the header and here; the last chunk may be shorter.</summary>
    public long Checksums { get; }

    /// <summary>How many checksums there are.</summary>
    public int Chunks { get; }

    /// <summary>Length of the file.</summary>
    public long End { get; }

    private static long Pages(long bytes) => (bytes + IndexHeader.Page - 1) / IndexHeader.Page * IndexHeader.Page;
}
