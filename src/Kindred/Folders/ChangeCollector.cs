using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Storage;

namespace Kindred.Folders;

/// <summary>
/// Gathers what reading and embedding find out about the pending files until the next write. The reader and the consumer of the
/// embedder's results work at the same time, so everything here is under one lock.
/// </summary>
internal sealed class ChangeCollector(
    string folder, IReadOnlyList<ScannedFile> pending, HashSet<ContentHash> known, IReadOnlyList<Image> missing)
{
    private readonly Lock _gate = new();
    private readonly ContentHash[] _contents = new ContentHash[pending.Count];
    private readonly Dictionary<ContentHash, List<int>> _inFlight = [];
    private readonly Dictionary<ContentHash, Queue<Image>> _missing =
        missing.GroupBy(image => image.Content).ToDictionary(group => group.Key, group => new Queue<Image>(group));

    private LibraryChanges _changes = new();

    public int Done { get; private set; }

    public int Indexed { get; private set; }

    public int Renamed { get; private set; }

    /// <summary>Files that other processes have done meanwhile.</summary>
    public int DoneByOthers { get; private set; }

    /// <summary>Files that other processes hold, or have taken over: nothing is known of them yet.</summary>
    public int LeftToOthers { get; private set; }

    public List<ImageFailure> Failures { get; } = [];

    /// <summary>Images of the folder that are gone for good: no pending file has turned out to be one of them.</summary>
    public IEnumerable<Image> StillMissing => _missing.Values.SelectMany(images => images).Where(image => image.Folder == folder);

    /// <summary>How many images of each other folder turned out to be files of this one.</summary>
    public Dictionary<string, int> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>Says what a file contains, and asks whether it has to be embedded.</summary>
    public bool NeedsEmbedding(int ticket, ContentHash content)
    {
        lock (_gate)
        {
            _contents[ticket] = content;
            if (known.Contains(content))
            {
                Accept(ticket, content);
                return false;
            }

            if (_inFlight.TryGetValue(content, out var waiting))
            {
                waiting.Add(ticket);
                return false;
            }

            _inFlight.Add(content, [ticket]);
            return true;
        }
    }

    public void AddResult(EmbeddingResult result)
    {
        lock (_gate)
        {
            var content = _contents[result.Ticket];
            _inFlight.Remove(content, out var tickets);
            if (result.Embedding is { } embedding)
            {
                _changes.Embeddings.Add(new ContentEmbedding(content, embedding, result.Width, result.Height, result.Fingerprint));
                known.Add(content);
            }

            foreach (var ticket in tickets ?? [result.Ticket])
            {
                // Limits may be others the next time.
                if (result.Failure is { } reason)
                    Fail(ticket, reason, result.Fault == ImageFault.TooLarge ? DateTime.MinValue : pending[ticket].Modified);
                else
                    Accept(ticket, content);
            }
        }
    }

    /// <summary>A file that is another process's to read.</summary>
    public void LeaveFile(bool isDone)
    {
        lock (_gate)
        {
            if (isDone)
            {
                DoneByOthers++;
                Done++;
            }
            else
            {
                LeftToOthers++;
            }
        }
    }

    /// <summary>A content that is another process's to embed.</summary>
    /// <param name="content">The content, which <see cref="NeedsEmbedding"/> asked for.</param>
    /// <param name="isKnown">Whether the other has embedded it already.</param>
    public void LeaveContent(ContentHash content, bool isKnown)
    {
        lock (_gate)
        {
            _inFlight.Remove(content, out var tickets);
            if (!isKnown)
            {
                LeftToOthers += tickets?.Count ?? 0;
                return;
            }

            known.Add(content);
            foreach (var ticket in tickets ?? [])
                Accept(ticket, content);
        }
    }

    /// <summary>Changes that could not be stored, because another process has taken their files over.</summary>
    public void Lose(LibraryChanges changes)
    {
        lock (_gate)
        {
            Indexed -= changes.Files.Count;
            Renamed -= changes.Renamed.Count;
            Failures.RemoveAll(changes.Failures.Contains);
            foreach (var embedding in changes.Embeddings)
                known.Remove(embedding.Content);
            var lost = changes.Files.Count + changes.Renamed.Count + changes.Failures.Count;
            LeftToOthers += lost;
            Done -= lost;
        }
    }

    /// <summary>A file that could not even be read. That may pass, so it is tried again every time.</summary>
    /// <param name="ticket">The file.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="keepsImage">Whether an image that stands under the name stays as it is: nothing is known of the file.</param>
    public void AddUnread(int ticket, string reason, bool keepsImage = false)
    {
        lock (_gate)
            Fail(ticket, reason, DateTime.MinValue, keepsImage);
    }

    /// <summary>Hands over what has been gathered and starts anew.</summary>
    public LibraryChanges Take()
    {
        lock (_gate)
        {
            var taken = _changes;
            _changes = new LibraryChanges();
            return taken;
        }
    }

    private void Accept(int ticket, ContentHash content)
    {
        var scanned = pending[ticket];
        var file = new IndexedFile(folder, scanned.Path, content, scanned.Bytes, scanned.Modified);
        if (_missing.TryGetValue(content, out var images) && images.TryDequeue(out var image))
        {
            _changes.Renamed.Add((image.Id, file));
            Renamed++;
            if (image.Folder != folder)
                Moved[image.Folder] = Moved.GetValueOrDefault(image.Folder) + 1;
        }
        else
        {
            _changes.Files.Add(file);
            Indexed++;
        }

        Done++;
    }

    private void Fail(int ticket, string reason, DateTime modified, bool keepsImage = false)
    {
        var failure = new ImageFailure(folder, pending[ticket].Path, reason, pending[ticket].Bytes, modified);
        if (!keepsImage)
            _changes.Failures.Add(failure);
        Failures.Add(failure);
        Done++;
    }
}
