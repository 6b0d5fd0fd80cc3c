using Kindred.Cluster.Searching;
using Kindred.Galleries;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Files;

namespace Kindred.Cluster.Partitions;

/// <summary>
/// A gallery as this node has it open, and the partitions of it that this node searches. It is closed when the last of those who hold it
/// has let go.
/// </summary>
internal sealed class NodeSnapshot
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Opened> _open = [];
    private readonly PartitionFiles _files;
    private int _holders = 1;

    /// <summary>Takes a gallery, which this owns from then on.</summary>
    /// <param name="gallery">The gallery. Its index file has all rows.</param>
    /// <param name="choice">How each partition is searched.</param>
    /// <param name="partitions">How many partitions there are.</param>
    /// <param name="files">Where their indexes are kept.</param>
    /// <exception cref="KindredException">The gallery has no index file: it cannot be kept on this machine.</exception>
    public NodeSnapshot(Gallery gallery, SearchChoice choice, int partitions, PartitionFiles files)
    {
        Gallery = gallery;
        Choice = choice;
        File = gallery.Indexes.File ?? throw new KindredException(
            Fault.LibraryNotWritable,
            "The index file cannot be kept on this machine; a node of a cluster needs a folder for it, with room.");
        Rows = gallery.Indexes.Exact;
        Partitioning = Partitioning.Of(File.Keys, File.Stamp.Source, choice, partitions);
        _files = files;
    }

    public Gallery Gallery { get; }

    public SearchChoice Choice { get; }

    /// <summary>The file with all rows.</summary>
    public IndexFile File { get; }

    /// <summary>The rows of the file.</summary>
    public FlatIndex Rows { get; }

    public Partitioning Partitioning { get; }

    /// <summary>Has the gallery searched in its partitions from now on.</summary>
    /// <param name="ask">Asks partitions.</param>
    /// <param name="timeout">How long that may take.</param>
    public void Share(PartitionCall ask, TimeSpan timeout)
    {
        var indexes = Gallery.Indexes;
        NeighborIndex Partitioned(NeighborIndex rows, SearchedIndex searched) =>
            new PartitionedIndex((FlatIndex)rows, searched, Partitioning, ask, timeout) { Scale = rows.Scale };
        Gallery.SearchThrough(indexes with
        {
            Index = Partitioned(indexes.Index, SearchedIndex.Index),
            People = Partitioned(indexes.People, SearchedIndex.People),
        });
    }

    /// <summary>Holds it open; false where it is closed already.</summary>
    public bool TryHold()
    {
        lock (_gate)
        {
            if (_holders == 0)
                return false;
            _holders++;
            return true;
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            if (--_holders > 0)
                return;
        }

        foreach (var opened in _open.Values)
            opened.Release();
        Gallery.Dispose();
    }

    /// <summary>Whether a partition is open here; one without rows need not be.</summary>
    public bool IsOpen(int partition)
    {
        if (Partitioning.RowsOf(partition).Length == 0)
            return true;
        lock (_gate)
            return _open.TryGetValue(partition, out var opened) && opened.Index.IsCompletedSuccessfully;
    }

    /// <summary>Begins to open a partition, where that is not done or under way. Only while this is held.</summary>
    public void Open(int partition)
    {
        if (!IsOpen(partition))
            Hold(partition).Release();
    }

    /// <summary>Searches a partition; opens it first where it is not open. Only while this is held.</summary>
    public async Task<T> SearchAsync<T>(
        int partition, SearchGate gate, Func<PartitionIndex, T> search, CancellationToken cancellationToken)
    {
        var opened = Hold(partition);
        try
        {
            // Opening may take minutes: meanwhile the cores are for partitions that are open.
            var index = await opened.Index.WaitAsync(cancellationToken);
            using (await gate.EnterAsync(cancellationToken))
                return await Task.Run(() => search(index), cancellationToken);
        }
        finally
        {
            opened.Release();
        }
    }

    /// <summary>Reads a piece of a partition's file; begins to open it where it is not open. Only while this is held.</summary>
    /// <param name="partition">Which partition.</param>
    /// <param name="start">Where the piece begins.</param>
    public PartitionPiece ReadFile(int partition, long start)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(partition, out var failed) && failed.Index.IsFaulted)
                return PartitionPiece.None(PartitionFileState.Missing);
        }

        var opened = Hold(partition);
        try
        {
            return opened.Index.IsCompletedSuccessfully
                ? opened.Index.Result.ReadFile(start)
                : PartitionPiece.None(PartitionFileState.Opening);
        }
        finally
        {
            opened.Release();
        }
    }

    /// <summary>Closes a partition that this node no longer searches, when the searches under way have ended.</summary>
    public void Close(int partition)
    {
        Opened? closed;
        lock (_gate)
            _open.Remove(partition, out closed);
        closed?.Release();
    }

    private Opened Hold(int partition)
    {
        lock (_gate)
        {
            // One that could not be opened is tried again.
            if (!_open.TryGetValue(partition, out var opened) || opened.Index.IsFaulted)
                _open[partition] = opened = new Opened(
                    // On no grain's thread: the one that asks first may be gone before it is open.
                    Task.Run(() => _files.OpenAsync(this, partition, CancellationToken.None)));
            opened.Hold();
            return opened;
        }
    }

    /// <summary>An index that is open, or being opened. It is closed when everybody has let go, and its opening has ended.</summary>
    private sealed class Opened(Task<PartitionIndex> index)
    {
        private int _holders = 1;

        public Task<PartitionIndex> Index => index;

        public void Hold() => Interlocked.Increment(ref _holders);

        public void Release()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
                _ = CloseAsync();
        }

        private async Task CloseAsync()
        {
            await ((Task)index).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (index.IsCompletedSuccessfully)
                (await index).Dispose();
        }
    }
}
