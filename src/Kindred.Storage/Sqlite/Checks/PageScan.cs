using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Checks;

/// <summary>Goes through all pages of a file, also those that no table uses, and writes anew those in which one bit has flipped.</summary>
internal static class PageScan
{
    private const int PagesAtOnce = 256;
    private const int Tries = 5;

    /// <summary>The page that SQLite leaves out in every file, because locks lie there.</summary>
    private const long LockPage = (0x40000000 / PageChecksum.PageSize) + 1;

    /// <summary>Checks all pages. Others may write meanwhile.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="progress">Told how many pages were looked at.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static PageScanResult Run(SqliteConnection connection, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        connection.Execute("SELECT count(*) FROM sqlite_schema"); // Reads the first page, which says whether there are checksums.
        if (!connection.HasChecksums())
            return new PageScanResult(0, [], []);
        var (corrected, broken) = (new List<long>(), new List<long>());
        var buffer = new byte[PagesAtOnce * PageChecksum.PageSize];
        var pages = connection.FileLength() / PageChecksum.PageSize;
        for (long first = 1; first <= pages; first += PagesAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = (int)Math.Min(PagesAtOnce, pages - first + 1);
            var read = buffer.AsSpan(0, count * PageChecksum.PageSize);
            connection.ReadRaw(read, (first - 1) * PageChecksum.PageSize);
            for (var i = 0; i < count; i++)
            {
                var page = read.Slice(i * PageChecksum.PageSize, PageChecksum.PageSize);
                if (first + i == LockPage || PageChecksum.IsWhole(page, first + i) || IsSound(connection, page, first + i))
                    continue;
                var content = PageChecksum.Of(page);
                var isCorrected = PageChecksum.TryCorrect(page, first + i);
                (isCorrected ? corrected : broken).Add(first + i);
                connection.DamagedPages().Note(first + i, isCorrected, content);
            }

            progress?.Report(new StepProgress((int)(first + count - 1), (int)pages, 0));
        }

        return new PageScanResult(pages, corrected, broken);
    }

    /// <summary>Writes pages anew in which one bit has flipped, while nobody else can write the file.</summary>
    /// <returns>Whether that could be done; not where others read from the log all the while.</returns>
    public static async Task<bool> TryMendAsync(
        SqliteConnection connection, string path, IReadOnlyList<long> pages, CancellationToken cancellationToken)
    {
        if (pages.Count == 0)
            return true;
        for (var tries = 0; tries < Tries; tries++)
        {
            // With an empty log, whoever holds the lock of writers is the only one who may write the file.
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
            await connection.ExecuteAsync("BEGIN IMMEDIATE", cancellationToken);
            try
            {
                if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
                    continue;
                var page = new byte[PageChecksum.PageSize];
                foreach (var number in pages)
                {
                    var offset = (number - 1) * PageChecksum.PageSize;
                    connection.ReadRaw(page, offset);
                    if (!PageChecksum.IsWhole(page, number) && PageChecksum.TryCorrect(page, number))
                        connection.WriteRaw(page, offset);
                    connection.DamagedPages().Forget(number);
                }

                connection.Flush();
                FaultPoint.PagesMended.Reach();
                return true;
            }
            finally
            {
                await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a page is sound after all: another process wrote it just when it was read, or SQLite made room for it and never wrote it.
    /// Where SQLite reads a page of nothing, it says so itself.
    /// </summary>
    private static bool IsSound(SqliteConnection connection, Span<byte> page, long number)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (page.IndexOfAnyExcept((byte)0) < 0)
                return true;
            Thread.Sleep(tries);
            connection.ReadRaw(page, (number - 1) * PageChecksum.PageSize);
            if (PageChecksum.IsWhole(page, number))
                return true;
        }

        return false;
    }
}
