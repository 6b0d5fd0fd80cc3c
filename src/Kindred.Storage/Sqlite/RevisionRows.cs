using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// Reads the counts of changes and of choices, and writes what counts. A count of our own: SQLite's (<c>data_version</c>) leaves out the connection's own changes.
/// </summary>
internal static class RevisionRows
{
    public static async Task<long> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT revision FROM revisions");
        return (long)(await command.ExecuteScalarAsync(cancellationToken) ?? 0L);
    }

    public static async Task<LibraryState> ReadStateAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT revision, token, choices, weighed = choices FROM revisions");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new LibraryState(row.GetInt64(0), new Guid(row.GetFieldValue<byte[]>(1)), row.GetInt64(2), row.GetBoolean(3))
            : default;
    }

    /// <summary>Marks choices as weighed, unless there are others by now.</summary>
    public static Task<int> MarkWeighedAsync(SqliteConnection connection, long choices, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("UPDATE revisions SET weighed = choices WHERE choices = $choices", cancellationToken, ("$choices", choices));

    /// <summary>Writes what users chose, in a transaction; the count of choices goes up with it if the result says that something has changed.</summary>
    public static Task<T> ChooseAsync<T>(
        this SqliteFile file, Func<SqliteConnection, Task<T>> choose, Func<T, bool> hasChanged, CancellationToken cancellationToken) =>
        file.WriteAsync(async connection =>
        {
            var result = await choose(connection);
            if (hasChanged(result))
                await connection.ExecuteAsync("UPDATE revisions SET choices = choices + 1", cancellationToken);
            return result;
        }, cancellationToken);

    /// <summary>Writes what a gallery shows, in a transaction that the revision goes up with.</summary>
    public static async Task ChangeAsync(this SqliteFile file, Func<SqliteConnection, Task> change, CancellationToken cancellationToken) =>
        await file.ChangeAsync(async connection =>
        {
            await change(connection);
            return true;
        }, _ => true, cancellationToken);

    /// <summary>Writes what a gallery shows, in a transaction; the revision goes up with it if the result says that something has changed.</summary>
    public static Task<T> ChangeAsync<T>(
        this SqliteFile file, Func<SqliteConnection, Task<T>> change, Func<T, bool> hasChanged, CancellationToken cancellationToken) =>
        file.WriteAsync(async connection =>
        {
            var result = await change(connection);
            if (hasChanged(result))
                await connection.ExecuteAsync("UPDATE revisions SET revision = revision + 1, token = randomblob(16)", cancellationToken);
            return result;
        }, cancellationToken);
}
