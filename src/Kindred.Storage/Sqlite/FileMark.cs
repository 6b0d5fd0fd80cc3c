namespace Kindred.Storage.Sqlite;

/// <summary>
/// What the outside of a SQLite file says about its state. Whoever writes a file in write-ahead mode first makes a log beside it, and a
/// file of shared memory by which those who have it open agree on who reads and writes what.
/// </summary>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Modified">When it was written to last.</param>
/// <param name="IsShared">Whether there are a log and the shared memory; then readers see what is committed, and the log may grow.</param>
/// <param name="LogLength">Bytes of a log that is there alone.</param>
/// <param name="LogModified">When such a log was written to last.</param>
internal readonly record struct FileMark(long Length, DateTime Modified, bool IsShared, long LogLength, DateTime LogModified)
{
    /// <summary>Whether there is a log to be read, but not the shared memory: left over, or come along in a copy.</summary>
    public bool HasLogAlone => LogLength > 0;

    /// <summary>Looks at a file. Opens nothing: on Unix closing a file lets go of all locks that the process has on it.</summary>
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
