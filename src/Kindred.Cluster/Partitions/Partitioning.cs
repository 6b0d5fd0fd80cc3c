using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.NeighborIndexes;
using Kindred.Search.Files;

namespace Kindred.Cluster.Partitions;

/// <summary>
/// The rows of a gallery dealt out to partitions by their contents: so a picture stays in its partition whatever happens to others, and to
/// its name. In each partition rows keep their order, and with it the order of ties.
/// </summary>
internal sealed class Partitioning
{
    private readonly int[][] _rows;

    private Partitioning(Guid id, int[][] rows)
    {
        Id = id;
        _rows = rows;
    }

    /// <summary>
    /// Tells what is searched from anything else that could be: where two nodes have the same number here, the rows of their galleries are
    /// the same, in the same order, from the same space, and are searched in the same way.
    /// </summary>
    public Guid Id { get; }

    /// <summary>How many partitions there are.</summary>
    public int Count => _rows.Length;

    /// <summary>The positions in the gallery of a partition's rows, in order.</summary>
    public int[] RowsOf(int partition) => _rows[partition];

    /// <summary>Deals out rows.</summary>
    /// <param name="keys">Their keys.</param>
    /// <param name="source">What identifies their space: see <see cref="IndexStamp.Source"/>.</param>
    /// <param name="choice">How each partition is searched.</param>
    /// <param name="count">How many partitions.</param>
    public static Partitioning Of(ReadOnlySpan<RowKey> keys, Guid source, SearchChoice choice, int count)
    {
        var sizes = new int[count];
        foreach (var key in keys)
            sizes[PartitionOf(key, count)]++;
        int[][] rows = [.. sizes.Select(size => new int[size])];
        Array.Clear(sizes);
        for (var row = 0; row < keys.Length; row++)
        {
            var partition = PartitionOf(keys[row], count);
            rows[partition][sizes[partition]++] = row;
        }

        return new Partitioning(IdOf(keys, source, choice, count), rows);
    }

    // A SHA-256 is spread evenly by itself.
    private static int PartitionOf(RowKey key, int count) => (int)(key.Content % (UInt128)count);

    private static Guid IdOf(ReadOnlySpan<RowKey> keys, Guid source, SearchChoice choice, int count)
    {
        var hash = new XxHash128();
        hash.Append(MemoryMarshal.AsBytes(keys));
        hash.Append(source.ToByteArray());
        hash.Append([(byte)(choice.UsesGraph ? 1 : 0), (byte)choice.Vectors, (byte)(choice.ForPeople ? 1 : 0)]);
        hash.Append(BitConverter.GetBytes(count));
        return new Guid(hash.GetCurrentHash());
    }
}
