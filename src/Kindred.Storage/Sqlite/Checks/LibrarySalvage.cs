using System.Globalization;
using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kindred.Storage.Sqlite.Checks;

/// <summary>
/// Brings all rows that can be read from a damaged file to a new one, which then takes its place. Rows are copied range by range; a range
/// that meets a broken page is halved until it is a single row, which is left behind. Of a table that is not there, or whose first page is
/// broken, nothing can be read.
/// </summary>
internal static class LibrarySalvage
{
    // No number of a row is near it.
    private const long Highest = 1L << 40;

    // What a broken page hides are the rows of the pages below it. Where so many in turn cannot be read, no page above them can.
    private const int MostInTurn = 1 << 15;

    /// <summary>Tables whose rows have numbers, those that others name first. What can be computed again is left behind.</summary>
    private static readonly string[] Numbered =
    [
        "settings", "folders", "images", "embeddings", "tastes", "users", "pictures", "kinds", "attributes", "attribute_names",
        "attribute_revisions", "revisions",
    ];

    /// <summary>Salvages a file, and puts the new one in its place.</summary>
    /// <param name="path">The file. Nobody else may have it open.</param>
    /// <param name="cancellationToken">Stops before the new file takes its place.</param>
    /// <returns>Where the old file is kept.</returns>
    public static async Task<string> RunAsync(string path, CancellationToken cancellationToken)
    {
        var fresh = $"{path}.salvaged";
        Delete(fresh);
        try
        {
            await using (var connection = LibraryCheck.Connect(fresh, SqliteOpenMode.ReadWriteCreate))
            {
                Schema.Prepare(connection, fresh);
                await connection.ExecuteAsync(
                    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF", cancellationToken);
                await connection.ExecuteAsync("ATTACH $path AS old", cancellationToken, ("$path", path));
                await TakeAloneAsync(connection, path, cancellationToken);
                foreach (var table in Numbered)
                    await CopyNumberedAsync(connection, table, cancellationToken);
                await CopyInteractionsAsync(connection, cancellationToken);
                await connection.ExecuteAsync("DETACH old", cancellationToken);
                await CloseGapsAsync(connection, cancellationToken);
                await LibraryCheck.TidyAsync(connection, cancellationToken);
                await connection.ExecuteAsync("PRAGMA journal_mode = WAL", cancellationToken);
            }

            Durable.Flush(fresh);
            FaultPoint.RowsSalvaged.Reach();
            return Replace(path, fresh);
        }
        finally
        {
            Delete(fresh);
        }
    }

    /// <summary>
    /// Makes sure that nobody else has the old file open: what they wrote from now on would be lost. Leaving write-ahead mode takes that,
    /// and brings what is in the log into the file.
    /// </summary>
    private static async Task TakeAloneAsync(SqliteConnection connection, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = connection.Command("PRAGMA old.journal_mode = DELETE");
            command.CommandTimeout = 2; // Whoever has it open stays; who only came by is gone by then.
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            throw new StoreException(
                Fault.LibraryBusy, $"Another program has the library {path} open; stop it, then repair again.", exception);
        }
        catch (SqliteException exception) when (SqliteFaults.IsOfDamage(exception))
        {
            // Too damaged to say; what is in the log is read all the same.
        }
    }

    private static async Task CopyNumberedAsync(SqliteConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, table, cancellationToken);
        await CopyAsync(
            connection, $"INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM old.{table} NOT INDEXED "
            + "WHERE rowid BETWEEN $low AND $high", [], 0, Highest, refine: null, new Gap(), cancellationToken);
    }

    private static async Task CopyInteractionsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var columns = await ColumnsAsync(connection, "interactions", cancellationToken);
        var copy = $"INSERT OR REPLACE INTO main.interactions ({columns}) SELECT {columns} FROM old.interactions WHERE user BETWEEN ";

        // Of a user whose rows lie on a broken page too, picture by picture.
        var gap = new Gap();
        await CopyAsync(
            connection, copy + "$low AND $high", [], 0, Highest,
            user => CopyAsync(
                connection, copy + "$user AND $user AND picture BETWEEN $low AND $high", [("$user", user)], 0, Highest, refine: null,
                gap, cancellationToken),
            gap, cancellationToken);
    }

    private static async Task CopyAsync(
        SqliteConnection connection, string sql, (string Name, object Value)[] parameters, long low, long high, Func<long, Task>? refine,
        Gap gap, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (gap.Rows >= MostInTurn)
            return;
        try
        {
            if (await connection.ExecuteAsync(sql, cancellationToken, [.. parameters, ("$low", low), ("$high", high)]) > 0)
                gap.Rows = 0;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            gap.Rows = MostInTurn; // There is no such table, or none that can be understood.
        }
        catch (SqliteException exception) when (SqliteFaults.IsOfDamage(exception))
        {
            if (low == high)
            {
                gap.Rows++;
                if (refine is not null)
                    await refine(low);
                return;
            }

            var middle = low + ((high - low) / 2);
            await CopyAsync(connection, sql, parameters, low, middle, refine, gap, cancellationToken);
            await CopyAsync(connection, sql, parameters, middle + 1, high, refine, gap, cancellationToken);
        }
    }

    private static async Task<string> ColumnsAsync(SqliteConnection connection, string table, CancellationToken cancellationToken)
    {
        var columns = new List<string>();
        await using var command = connection.Command("SELECT name FROM pragma_table_info($table)");
        command.Parameters.AddWithValue("$table", table);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            columns.Add(row.GetString(0));
        return string.Join(", ", columns);
    }

    /// <summary>Numbers the pictures that were chosen from 1 on again, as those who count by them expect.</summary>
    private static Task<int> CloseGapsAsync(SqliteConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        CREATE TEMP TABLE numbers AS SELECT id AS was, row_number() OVER (ORDER BY id) AS now FROM pictures;
        CREATE UNIQUE INDEX temp.numbers_was ON numbers(was);
        DELETE FROM interactions WHERE picture NOT IN (SELECT was FROM numbers);
        UPDATE interactions SET picture = -(SELECT now FROM numbers WHERE was = picture);
        UPDATE interactions SET picture = -picture;
        UPDATE pictures SET id = -(SELECT now FROM numbers WHERE was = id);
        UPDATE pictures SET id = -id;
        DROP TABLE numbers;
        """, cancellationToken);

    private static string Replace(string path, string fresh)
    {
        var kept = $"{path}.damaged-{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        foreach (var ending in (string[])["-wal", "-shm"])
        {
            if (File.Exists(path + ending))
                File.Move(path + ending, kept + ending, overwrite: true);
        }

        FaultPoint.DamagedLogPutAway.Reach();

        // In one step: whoever is killed here leaves the old file or the new one, never none, in whose place the next command would begin
        // an empty library.
        File.Replace(fresh, path, kept);
        FaultPoint.DamagedFileReplaced.Reach();
        Durable.FlushFolder(Path.GetDirectoryName(path) ?? path);
        return kept;
    }

    /// <summary>Rows in turn that could not be read.</summary>
    private sealed class Gap
    {
        public int Rows { get; set; }
    }

    private static void Delete(string path)
    {
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(path + ending);
    }
}
