namespace Kindred.Search.Files;

/// <summary>
/// A file that is written beside the file it will replace. It is locked while it is open, and the system releases the lock when the
/// writing process ends, however it ends. So an unlocked one was left behind and may be removed.
/// </summary>
internal sealed class UnfinishedFile : IDisposable
{
    private const string Ending = ".tmp";

    /// <summary>Attempts to begin a file: another process may remove a new file as a leftover in the moment before it is locked.</summary>
    private const int MostAttempts = 5;

    private readonly string _target;
    private readonly string _path;
    private bool _isFinished;

    private UnfinishedFile(string target, string path)
    {
        (_target, _path) = (target, path);
        // Others may delete the file, and so rename it: it gets its final name while it is open, and may be read from then on.
        Stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
    }

    /// <summary>The stream to write to.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file, and removes leftover files beside it.</summary>
    /// <param name="target">Full path of the file to replace. The file need not exist, but its folder must.</param>
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
                // Another process has the file open to remove it; the next attempt uses another name.
            }
        }
    }

    /// <summary>Puts the file in the place of the one it replaces.</summary>
    public void Finish()
    {
        // The file is renamed while it is still locked, so that nobody can take it for a leftover.
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
            // Another process is writing the file or has just removed it, or it belongs to another user.
        }
    }
}
