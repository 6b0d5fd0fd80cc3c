using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// Reads the count of changes, and makes the changes that count. SQLite's own count (<c>data_version</c>) leaves out the connection's
/// own changes.
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
        await using var command = connection.Command("SELECT revision, token FROM revisions");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new LibraryState(row.GetInt64(0), new Guid(row.GetFieldValue<byte[]>(1)))
            : new LibraryState(0, Guid.Empty);
    }

    /// <summary>Writes what a gallery shows and raises the revision, in one transaction.</summary>
    public static async Task ChangeAsync(this SqliteFile file, Func<SqliteConnection, Task> change, CancellationToken cancellationToken) =>
        await file.ChangeAsync(async connection =>
        {
            await change(connection);
            return true;
        }, _ => true, cancellationToken);

    /// <summary>
    /// Writes what a gallery shows and, if the result says that something has changed, raises the revision, in one transaction.
    /// </summary>
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
