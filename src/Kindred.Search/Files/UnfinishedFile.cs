namespace Kindred.Search.Files;

/// <summary>
/// A file that is being written beside the one it is to replace. It is locked as long as it is open, and the system lets go of the lock
/// when its writer ends, however it ends: so one that nobody has locked was left behind, and may be removed.
/// </summary>
internal sealed class UnfinishedFile : IDisposable
{
    private const string Ending = ".tmp";

    /// <summary>Whoever removes what was left behind may take a new file for such in the moment before it is locked.</summary>
    private const int MostAttempts = 5;

    private readonly string _target;
    private readonly string _path;
    private bool _isFinished;

    private UnfinishedFile(string target, string path)
    {
        (_target, _path) = (target, path);
        // Deleting, and so renaming, is shared: it gets its final name while it is open, and may be read from then on.
        Stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
    }

    /// <summary>What to write to.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file, and removes those beside it that were left behind.</summary>
    /// <param name="target">The file to replace, by its full path. It need not exist; its folder does.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static UnfinishedFile Begin(string target)
    {
        RemoveLeftovers(target);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var file = new UnfinishedFile(target, $"{target}.{Guid.NewGuid():N}{Ending}");
                if (File.Exists(file._path))
                    return file;
                file.Dispose();
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // Another process has it open to remove it; the next name is another one.
            }
        }
    }

    /// <summary>Puts the file in the place of the one it replaces.</summary>
    public void Finish()
    {
        // While it is still locked: nobody can take it for a leftover.
        File.Move(_path, _target, overwrite: true);
        _isFinished = true;
    }

    /// <summary>Closes the file, and removes it where it is not finished.</summary>
    public void Dispose()
    {
        try
        {
            if (!_isFinished)
                File.Delete(_path);
        }
        finally
        {
            Stream.Dispose();
        }
    }

    private static void RemoveLeftovers(string target)
    {
        var name = Path.GetFileName(target);
        var folder = Path.GetDirectoryName(target)!; // Only a root has none, and that is no file.
        foreach (var path in Directory.GetFiles(folder, "*" + Ending, new EnumerationOptions()))
        {
            if (IsUnfinished(Path.GetFileName(path), name))
                TryRemove(path);
        }
    }

    private static bool IsUnfinished(string file, string target) =>
        file.Length > target.Length + 1 + Ending.Length
        && file.StartsWith(target, StringComparison.Ordinal)
        && file[target.Length] == '.'
        && file.EndsWith(Ending, StringComparison.Ordinal)
        && Guid.TryParseExact(file.AsSpan()[(target.Length + 1)..^Ending.Length], "N", out _);

    private static void TryRemove(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody writes it, or has just removed it, or it belongs to another user.
        }
    }
}
