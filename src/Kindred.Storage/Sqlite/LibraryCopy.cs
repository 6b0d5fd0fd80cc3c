using Kindred.Storage.Sqlite.Checks;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// Copies a library's file while others write: SQLite reads it in one transaction, which sees one moment and keeps no writer waiting. Every
/// page is read through its checksum and written with a new one.
/// </summary>
internal static class LibraryCopy
{
    /// <summary>Writes the copy; the file has its name only once it is whole and on the disk.</summary>
    /// <param name="file">The library's file.</param>
    /// <param name="path">The file to make.</param>
    /// <param name="cancellationToken">Stops; then there is no file.</param>
    /// <exception cref="KindredException">There is such a file, it cannot be written, or the library is damaged.</exception>
    public static async Task WriteAsync(SqliteFile file, string path, CancellationToken cancellationToken)
    {
        path = Path.GetFullPath(path);
        if (Path.Exists(path))
            throw new KindredException($"{path} exists already; name a new file.");
        var unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
            await File.WriteAllBytesAsync(unfinished, [], cancellationToken); // What keeps it from being written is not the library's.
            await file.CopyToAsync(unfinished, cancellationToken);
            await VerifyAsync(unfinished, cancellationToken);
            Durable.Flush(unfinished);
            FaultPoint.BackupWritten.Reach();
            File.Move(unfinished, path, overwrite: false);
            FaultPoint.BackupNamed.Reach();
            Durable.FlushFolder(Path.GetDirectoryName(path) ?? path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"The copy {path} cannot be written: {exception.Message}", exception);
        }
        catch (StoreException exception) when (exception.Fault == Fault.DiskFull)
        {
            throw new KindredException(Fault.DiskFull, $"The disk has no room for the copy {path}; make room and run again.", exception);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static async Task VerifyAsync(string path, CancellationToken cancellationToken)
    {
        using var copy = SqliteFile.OpenReadOnly(path);
        var fault = await copy.LookAsync(
            async connection => await StructureCheck.FirstAsync(connection, isThorough: false, cancellationToken), cancellationToken);
        if (fault is not null)
            throw new KindredException(Fault.LibraryDamaged, $"The copy of the library is damaged ({fault}); check the disk.");
    }
}
