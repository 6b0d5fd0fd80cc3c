namespace Kindred.Server.Changes;

/// <summary>
/// A file that is written whole into a gallery's folder under a name that no index run takes for a picture, until it takes its place in
/// one step. Where it does not, it is deleted.
/// </summary>
internal sealed class WaitingFile : IDisposable
{
    private const string Prefix = ".kindred-";
    private const string Suffix = ".part";

    /// <summary>What is older was left by a process that was killed: no picture takes so long to be written.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly string _file;
    private bool _hasPlace;

    private WaitingFile(string file) => _file = file;

    /// <summary>Writes a file, and waits until it is on the disk.</summary>
    /// <param name="folder">The gallery's folder.</param>
    /// <param name="bytes">What it holds.</param>
    /// <param name="cancellationToken">Stops; then nothing is left of it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task<WaitingFile> WriteAsync(string folder, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var waiting = new WaitingFile(Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}"));
        try
        {
            await using var file = new FileStream(
                waiting._file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await file.WriteAsync(bytes, cancellationToken);
            file.Flush(flushToDisk: true);
            return waiting;
        }
        catch
        {
            waiting.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what processes that were killed have left in a folder.</summary>
    public static void DeleteForgotten(string folder, DateTimeOffset now)
    {
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            if (now.UtcDateTime - File.GetLastWriteTimeUtc(file) > Forgotten)
                File.Delete(file);
        }
    }

    /// <summary>Takes its place.</summary>
    /// <param name="path">Where: on the same disk, or the step is none.</param>
    /// <param name="replaces">Whether a file that is there goes; a copy of it should be kept.</param>
    public void TakePlace(string path, bool replaces)
    {
        File.Move(_file, path, overwrite: replaces);
        _hasPlace = true;
    }

    public void Dispose()
    {
        if (!_hasPlace)
            File.Delete(_file); // Also where it is not there.
    }
}
