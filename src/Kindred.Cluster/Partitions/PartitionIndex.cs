using Kindred.Cluster.Searching;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.Cluster.Partitions;

/// <summary>The rows of one partition of one snapshot, open to be searched.</summary>
/// <param name="index">Their indexes, which this owns.</param>
/// <param name="rows">Their positions in the gallery, in order.</param>
internal sealed class PartitionIndex(GalleryIndex index, int[] rows) : IDisposable
{
    private const int PieceBytes = 1 << 21;

    /// <summary>Searches; ids of the answer are positions in the gallery.</summary>
    public PartitionAnswer Search(PartitionRequest request)
    {
        var searched = request.Searched switch
        {
            SearchedIndex.People => index.People,
            SearchedIndex.Exact => index.Exact,
            _ => index.Index,
        };
        using var queries = new AlignedMatrix(searched.Dimensions, request.Queries.Length / searched.Dimensions);
        for (var start = 0; start < request.Queries.Length; start += searched.Dimensions)
            queries.Add(request.Queries.AsSpan(start, searched.Dimensions));
        var found = searched.Search(queries, request.K, include: null, request.Within?.Read(rows.Length));
        return PartitionAnswer.Of(Array.ConvertAll(
            found, neighbors => Array.ConvertAll(neighbors, neighbor => neighbor with { Id = rows[neighbor.Id] })));
    }

    /// <summary>Reads a piece of the file that this is opened from.</summary>
    public PartitionPiece ReadFile(long start)
    {
        if (index.File is not { } file)
            return PartitionPiece.None(PartitionFileState.Missing);
        var bytes = new byte[Math.Clamp(file.Length - start, 0, PieceBytes)];
        return file.TryRead(bytes, start)
            ? new PartitionPiece(PartitionFileState.Open, file.Length, bytes)
            : PartitionPiece.None(PartitionFileState.Missing);
    }

    public void Dispose() => index.Dispose();
}
