using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Checks;

/// <summary>
/// Lets SQLite look for what does not fit together in a file. Reads every page that is in use, and so checks its checksum.
/// </summary>
internal static class StructureCheck
{
    private const int Most = 100;

    /// <summary>What does not fit together, each in SQLite's words; none in a file that is whole.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="isThorough">Whether to compare indexes with their tables too, which takes several times as long.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(
        SqliteConnection connection, bool isThorough, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        try
        {
            await using var command = connection.Command(isThorough ? $"PRAGMA integrity_check({Most})" : $"PRAGMA quick_check({Most})");
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                // Several lines may come in one row.
                foreach (var line in row.GetString(0).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    if (line != "ok")
                        faults.Add(line);
                }
            }
        }
        catch (SqliteException exception) when (!cancellationToken.IsCancellationRequested && SqliteFaults.IsOfDamage(exception))
        {
            faults.Add(exception.Message);
        }

        return faults;
    }

    /// <summary>The first thing that does not fit; <see langword="null"/> where all does.</summary>
    public static async Task<string?> FirstAsync(SqliteConnection connection, bool isThorough, CancellationToken cancellationToken) =>
        await RunAsync(connection, isThorough, cancellationToken) is [var first, ..] ? first : null;
}
