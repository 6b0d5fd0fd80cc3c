using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kindred.Storage.Sqlite.Pages;

/// <summary>Gives the pages of a file of an earlier version their checksums.</summary>
internal static class Protection
{
    /// <summary>
    /// Writes the whole file anew with room for checksums. Where that cannot be done now, the file stays as it was.
    /// </summary>
    /// <returns>Whether the file has checksums.</returns>
    public static async Task<bool> TryAddAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SELECT count(*) FROM sqlite_schema", cancellationToken); // Reads the first page.
        if (connection.HasChecksums())
            return true;
        if (await PageSizeAsync(connection, cancellationToken) != PageChecksum.PageSize)
            return false;
        try
        {
            connection.ReserveChecksums();
            await connection.ExecuteAsync("VACUUM", cancellationToken);
            FaultPoint.ChecksumsAdded.Reach();

            // What is written stands in the log until a checkpoint, which puts checksums into the pages.
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
            return connection.HasChecksums();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode
            is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
            or raw.SQLITE_INTERRUPT)
        {
            return false;
        }
    }

    private static async Task<long> PageSizeAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("PRAGMA page_size");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!; // Every file has one.
    }
}
