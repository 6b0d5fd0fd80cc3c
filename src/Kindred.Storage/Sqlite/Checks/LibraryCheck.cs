using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Checks;

/// <summary>
/// Looks through all of a library's file, and mends it. Works on the file itself, which may be too damaged to be opened as a store.
/// </summary>
internal static class LibraryCheck
{
    private const string CountMissing =
        "SELECT count(*) FROM images WHERE NOT EXISTS (SELECT 1 FROM embeddings WHERE embeddings.content = images.content)";

    /// <summary>Checks a library. Others may use it meanwhile.</summary>
    /// <param name="directory">The library's folder.</param>
    /// <param name="progress">Told how many pages were looked at.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="StoreException">There is none, or the file is something else.</exception>
    public static async Task<LibraryCheckReport> RunAsync(
        string directory, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var path = Find(directory);
        try
        {
            await using var connection = Connect(path);
            return await LookAsync(connection, path, progress, cancellationToken);
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception) && !SqliteFaults.IsOfDamage(exception))
        {
            throw SqliteFaults.Of(path, exception);
        }
    }

    /// <summary>
    /// Mends what can be mended in the file: writes pages anew in which a bit has flipped, takes away what names nothing, and where the
    /// file does not hold together brings all rows that can be read to a new one. The old file is kept beside it.
    /// </summary>
    /// <param name="directory">The library's folder.</param>
    /// <param name="found">What <see cref="RunAsync"/> has found.</param>
    /// <param name="cancellationToken">Stops early, between steps.</param>
    /// <returns>Where the old file is kept; <see langword="null"/> where it could be mended in place.</returns>
    /// <exception cref="StoreException">Another process uses the library, or not even the names of its tables can be read.</exception>
    public static async Task<string?> RepairAsync(string directory, LibraryCheckReport found, CancellationToken cancellationToken)
    {
        var path = Find(directory);
        using var _ = LibraryLock.Take(directory);
        try
        {
            return found.NeedsSalvage
                ? await LibrarySalvage.RunAsync(path, cancellationToken)
                : await MendAsync(path, cancellationToken);
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception))
        {
            throw SqliteFaults.IsOfDamage(exception)
                ? new StoreException(
                    Fault.LibraryUnusable,
                    $"The library {path} is damaged beyond repair; put a backup in its place, or move it away and index again.", exception)
                : SqliteFaults.Of(path, exception);
        }
    }

    /// <summary>Takes away what names nothing and embeddings that are none. The next index run embeds their pictures again.</summary>
    internal static async Task TidyAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            DELETE FROM images WHERE folder NOT IN (SELECT id FROM folders);
            DELETE FROM attributes WHERE image NOT IN (SELECT id FROM images);
            DELETE FROM interactions WHERE user NOT IN (SELECT id FROM users) OR picture NOT IN (SELECT id FROM pictures)
                OR kind NOT IN (SELECT id FROM kinds);
            """, cancellationToken);
        var (_, bad) = await ReferenceCheck.FindBadEmbeddingsAsync(connection, cancellationToken);
        foreach (var content in bad)
            await connection.ExecuteAsync("DELETE FROM embeddings WHERE content = $content", cancellationToken, ("$content", content));

        // What was computed from all this may have come of what is gone.
        await connection.ExecuteAsync(
            """
            DELETE FROM derived;
            DELETE FROM copies;
            UPDATE embeddings SET compared = 0;
            UPDATE revisions SET revision = revision + 1, token = randomblob(16);
            """, cancellationToken);
    }

    private static async Task<LibraryCheckReport> LookAsync(
        SqliteConnection connection, string path, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var report = new LibraryCheckReport();
        try
        {
            // A file of an earlier version, or one without tables, which a killed process has left: whoever opens it brings it up to date.
            if (Schema.VersionOf(connection, path) < Schema.Version)
                Schema.Prepare(connection, path);
            await FinishCheckpointAsync(connection, cancellationToken);
            var pages = PageScan.Run(connection, progress, cancellationToken);
            report = report with { Pages = pages.Pages, Corrected = pages.Corrected.Count, Broken = pages.Broken.Count };
            var structure = await StructureCheck.RunAsync(connection, isThorough: true, cancellationToken);
            report = report with { Structure = structure };
            var (count, bad) = await ReferenceCheck.FindBadEmbeddingsAsync(connection, cancellationToken);
            await using var missing = connection.Command(CountMissing);
            return report with
            {
                Dangling = await ReferenceCheck.FindDanglingAsync(connection, cancellationToken),
                Embeddings = count,
                BadEmbeddings = bad.Count,
                Missing = (long)(await missing.ExecuteScalarAsync(cancellationToken) ?? 0L),
            };
        }
        catch (Exception exception) when (SqliteFaults.IsOfDamage(exception))
        {
            return report.NeedsSalvage ? report : report with { Structure = [exception.Message] };
        }
    }

    /// <summary>
    /// Brings what is in the log into the file. Where a process was killed in the middle of that, pages look damaged that nobody reads,
    /// for the log has them whole.
    /// </summary>
    private static async Task FinishCheckpointAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken);
        }
        catch (SqliteException exception) when (!SqliteFaults.IsOfDamage(exception))
        {
            // It may only be read, or its disk is full: the pages are looked at as they are.
        }
    }

    private static async Task<string?> MendAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = Connect(path);
        var pages = PageScan.Run(connection, progress: null, cancellationToken);
        if (!await PageScan.TryMendAsync(connection, path, pages.Corrected, cancellationToken))
            throw SqliteFaults.Busy(path);
        await connection.ExecuteAsync("BEGIN IMMEDIATE", cancellationToken);
        if ((await ReferenceCheck.FindDanglingAsync(connection, cancellationToken)).Count > 0
            || (await ReferenceCheck.FindBadEmbeddingsAsync(connection, cancellationToken)).Bad.Count > 0)
            await TidyAsync(connection, cancellationToken);
        await connection.ExecuteAsync("COMMIT", CancellationToken.None);
        return null;
    }

    private static string Find(string directory)
    {
        var path = Path.Combine(Path.GetFullPath(directory), SqliteLibraryStore.FileName);
        return File.Exists(path)
            ? path
            : throw new StoreException(Fault.NoSuchLibrary, $"There is no library in {directory}.") { Subject = directory };
    }

    internal static SqliteConnection Connect(string path, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Vfs = ChecksumLayer.Name,
            Pooling = false,
            DefaultTimeout = SqliteFile.BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        return connection;
    }
}
