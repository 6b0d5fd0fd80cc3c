namespace Kindred.Storage.Sqlite;

/// <summary>
/// What can be told of a SQLite file's state without opening it. A writer in write-ahead mode first makes a log beside the file, and a
/// file of shared memory through which the processes that have it open coordinate reads and writes.
/// </summary>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Modified">When it was written to last.</param>
/// <param name="IsShared">Whether there are a log and the shared memory; then readers see what is committed, and the log may grow.</param>
/// <param name="LogLength">Bytes of a log without shared memory.</param>
/// <param name="LogModified">When such a log was written to last.</param>
internal readonly record struct FileMark(long Length, DateTime Modified, bool IsShared, long LogLength, DateTime LogModified)
{
    /// <summary>Whether there is a log to read, but no shared memory: the log was left over, or copied along with the file.</summary>
    public bool HasLogAlone => LogLength > 0;

    /// <summary>Looks at a file without opening it: on Unix, closing a file releases all locks that the process has on it.</summary>
    public static FileMark Of(string path)
    {
        var (file, log) = (new FileInfo(path), new FileInfo(path + "-wal"));
        var isShared = log.Exists && File.Exists(path + "-shm");
        var hasLogAlone = log is { Exists: true, Length: > 0 } && !isShared;
        return new FileMark(
            file.Exists ? file.Length : 0, file.Exists ? file.LastWriteTimeUtc : default, isShared, hasLogAlone ? log.Length : 0,
            hasLogAlone ? log.LastWriteTimeUtc : default);
    }
}
