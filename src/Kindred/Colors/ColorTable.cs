using System.Buffers.Binary;
using Kindred.Derived;
using Kindred.Images;

namespace Kindred.Colors;

/// <summary>The colors of the things of a library's contents: rows in the order of their keys. Immutable.</summary>
internal sealed class ColorTable
{
    private const int KeySize = 16;
    private const int RowSize = KeySize + ThingColors.Size;

    private readonly byte[] _rows;

    private ColorTable(byte[] rows) => _rows = rows;

    /// <summary>The table as a library keeps it.</summary>
    public static DerivedKind<ColorSource, ColorTable> Kind { get; } = new(
        "colors", isShown: false, ColorJson.Default.ColorSource, table => table._rows,
        (_, bytes) => bytes.Length % RowSize == 0
            ? new ColorTable(bytes.ToArray())
            : throw new InvalidDataException($"{bytes.Length} bytes are no whole rows."));

    /// <summary>A table without rows.</summary>
    public static ColorTable Empty { get; } = new([]);

    /// <summary>How many contents it has.</summary>
    public int Count => _rows.Length / RowSize;

    /// <summary>What a row is found by: half of the content's hash.</summary>
    public static UInt128 KeyOf(ContentHash content) => BinaryPrimitives.ReadUInt128BigEndian(content.ToByteArray());

    /// <summary>Finds the colors of some contents.</summary>
    public static ColorTable Of(IReadOnlyCollection<KeyValuePair<ContentHash, Fingerprint>> fingerprints)
    {
        var rows = new List<byte[]>(fingerprints.Count);
        foreach (var (content, fingerprint) in fingerprints)
        {
            var row = new byte[RowSize];
            BinaryPrimitives.WriteUInt128BigEndian(row, KeyOf(content));
            ThingColors.Find(fingerprint, row.AsSpan(KeySize));
            rows.Add(row);
        }

        return InOrder(rows);
    }

    /// <summary>All rows of some tables that have none in common.</summary>
    public static ColorTable Merge(IEnumerable<ColorTable> tables) =>
        InOrder([.. tables.SelectMany(table => table._rows.Chunk(RowSize))]);

    /// <summary>The rows of some contents, each named once.</summary>
    public ColorTable Only(IEnumerable<ContentHash> contents) =>
        InOrder([.. contents.Select(RowOf).Where(row => row >= 0).Select(row => _rows.AsSpan(row * RowSize, RowSize).ToArray())]);

    /// <summary>The row of a content; negative where it has none.</summary>
    public int RowOf(ContentHash content)
    {
        var key = KeyOf(content);
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var its = BinaryPrimitives.ReadUInt128BigEndian(_rows.AsSpan(middle * RowSize));
            if (its == key)
                return middle;
            if (its < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>The bytes of the <see cref="ThingColors"/> of a row.</summary>
    public ReadOnlySpan<byte> ColorsAt(int row) => _rows.AsSpan((row * RowSize) + KeySize, ThingColors.Size);

    private static ColorTable InOrder(List<byte[]> rows)
    {
        rows.Sort((one, other) => one.AsSpan(0, KeySize).SequenceCompareTo(other.AsSpan(0, KeySize)));
        return new ColorTable([.. rows.SelectMany(row => row)]);
    }
}
