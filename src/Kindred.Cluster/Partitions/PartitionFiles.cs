using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Kindred.Images;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;
using Kindred.Search.Vectors;

namespace Kindred.Cluster.Partitions;

/// <summary>
/// Keeps an index file for every partition that this node searches, beside the file with all rows: rows that are compared together lie
/// together, with the codes and the graph of these alone. So what other nodes search stays out of this node's memory.
/// </summary>
/// <param name="directory">The folder they are in.</param>
/// <param name="copies">Gets them from other nodes; there are none where <see langword="null"/>.</param>
internal sealed class PartitionFiles(string directory, PartitionCopies? copies = null)
{
    private static readonly SemaphoreSlim Gate = new(1, 1);

    /// <summary>Opens the index of a partition; its file is made or brought up to date where that has to be.</summary>
    /// <param name="snapshot">What to search.</param>
    /// <param name="partition">Which partition of it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<PartitionIndex> OpenAsync(NodeSnapshot snapshot, int partition, CancellationToken cancellationToken)
    {
        var rows = snapshot.Partitioning.RowsOf(partition);
        var path = PathOf(partition);
        var choice = snapshot.Choice;
        if (await Task.Run(() => TryOpen(path, StampOf(snapshot.File, rows), choice), cancellationToken) is { } file)
            return new PartitionIndex(GalleryIndex.Over([], file, choice), rows);
        var source = await Task.Run(() => CanBeUpdated(path, snapshot, rows), cancellationToken) ? null : copies;
        if (source is not null && await source.TryCopyAsync(snapshot.Partitioning.Id, partition, path, waits: true, cancellationToken))
            source = null;

        // One at a time: linking a graph takes all cores by itself.
        await Gate.WaitAsync(cancellationToken);
        try
        {
            // It may have taken an hour until it was this one's turn, and the other node may have the file by now.
            if (source is not null)
                await source.TryCopyAsync(snapshot.Partitioning.Id, partition, path, waits: false, cancellationToken);
            return new PartitionIndex(await Task.Run(() => Open(snapshot, partition, rows, cancellationToken), cancellationToken), rows);
        }
        finally
        {
            Gate.Release();
        }
    }

    private string PathOf(int partition) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"p{partition:00}.index"));

    /// <summary>Whether there is a file of another state that can be brought up to date, for less than a copy takes.</summary>
    private static bool CanBeUpdated(string path, NodeSnapshot snapshot, int[] rows)
    {
        using var file = IndexFile.TryOpen(path);
        return file is not null && file.Stamp.Source == snapshot.File.Stamp.Source && PlanOf(file, snapshot, rows).IsWorthIt;
    }

    private GalleryIndex Open(NodeSnapshot snapshot, int partition, int[] rows, CancellationToken cancellationToken)
    {
        var path = PathOf(partition);
        var choice = snapshot.Choice;
        var stamp = StampOf(snapshot.File, rows);
        if (TryOpen(path, stamp, choice) is { } file)
            return GalleryIndex.Over([], file, choice);
        try
        {
            Write(path, stamp, snapshot, rows, choice, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or the folder may not be written to: the partition is searched from memory.
            return InMemory(snapshot, rows, choice, cancellationToken);
        }

        // Another process may have replaced it, where several share the folder.
        return TryOpen(path, stamp, choice) is { } written
            ? GalleryIndex.Over([], written, choice)
            : InMemory(snapshot, rows, choice, cancellationToken);
    }

    private static IndexFile? TryOpen(string path, IndexStamp stamp, SearchChoice choice)
    {
        if (IndexFile.TryOpen(path) is not { } file)
            return null;
        if (file.Stamp == stamp && (file.HasGraph || !choice.UsesGraph) && (file.HasCodes || !choice.UsesCodes))
            return file;
        file.Dispose();
        return null;
    }

    /// <summary>What the file is made from: the contents of its rows, in their order, and their space.</summary>
    private static IndexStamp StampOf(IndexFile gallery, int[] rows)
    {
        var keys = gallery.Keys;
        var hash = new XxHash128();
        Span<UInt128> content = stackalloc UInt128[1];
        foreach (var row in rows)
        {
            content[0] = keys[row].Content;
            hash.Append(MemoryMarshal.AsBytes(content));
        }

        return new IndexStamp(new Guid(hash.GetCurrentHash()), gallery.Stamp.Source);
    }

    private static void Write(
        string path, IndexStamp stamp, NodeSnapshot snapshot, int[] rows, SearchChoice choice, CancellationToken cancellationToken)
    {
        using (var old = IndexFile.TryOpen(path))
        {
            if (old is not null && old.Stamp.Source == stamp.Source)
            {
                var update = PlanOf(old, snapshot, rows);
                if (update.IsWorthIt)
                {
                    int[] missing = [.. update.Missing.Select(snapshot.Gallery.PositionOf)];
                    using var added = VectorsOf(snapshot, missing);
                    update.Write(path, stamp, added, choice, progress: null, cancellationToken);
                    return;
                }
            }
        }

        using var vectors = VectorsOf(snapshot, rows);
        using var graph = choice.UsesGraph ? GraphOf(vectors, choice, cancellationToken) : null;
        var keys = new RowKey[rows.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = snapshot.File.Keys[rows[i]];
        IndexUpdate.WriteAll(path, stamp, [.. Enumerable.Range(0, rows.Length)], keys, vectors, graph?.Graph, choice);
    }

    private static IndexUpdate PlanOf(IndexFile old, NodeSnapshot snapshot, int[] rows) => IndexUpdate.Plan(
        old, [.. rows.Select(row => snapshot.Gallery.Images[row])], new RowKeys(snapshot.Gallery.Space).Of);

    private static GalleryIndex InMemory(NodeSnapshot snapshot, int[] rows, SearchChoice choice, CancellationToken cancellationToken)
    {
        var vectors = VectorsOf(snapshot, rows);
        return GalleryIndex.Over([], vectors, choice.UsesGraph ? GraphOf(vectors, choice, cancellationToken) : null, choice);
    }

    private static HnswIndex GraphOf(VectorTable vectors, SearchChoice choice, CancellationToken cancellationToken)
    {
        var graph = new HnswIndex(vectors, choice.Options);
        graph.LinkAll(progress: null, cancellationToken);
        return graph;
    }

    private static VectorTable VectorsOf(NodeSnapshot snapshot, int[] rows)
    {
        var all = snapshot.Rows.Vectors;
        var vectors = new VectorTable(all.Dimensions, all.Metric, rows.Length);
        foreach (var row in rows)
            vectors.AddFrom(all, row);
        return vectors;
    }
}
