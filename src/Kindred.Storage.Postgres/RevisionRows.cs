using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads the count of changes, and makes the changes that count.</summary>
internal static class RevisionRows
{
    public static async Task<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (long)(await connection.ScalarAsync("SELECT revision FROM revisions", cancellationToken) ?? 0L);

    public static async Task<LibraryState> ReadStateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var states = await connection.SelectAsync(
            "SELECT revision, token FROM revisions", row => new LibraryState(row.GetInt64(0), new Guid(row.GetFieldValue<byte[]>(1))),
            cancellationToken);
        return states is [var state] ? state : new LibraryState(0, Guid.Empty);
    }

    /// <summary>Writes what a gallery shows and raises the revision, in one transaction.</summary>
    public static async Task ChangeAsync(
        this PostgresDatabase database, Func<NpgsqlConnection, Task> change, CancellationToken cancellationToken) =>
        await database.ChangeAsync(async connection =>
        {
            await change(connection);
            return true;
        }, _ => true, cancellationToken);

    /// <summary>
    /// Writes what a gallery shows and, if the result says that something has changed, raises the revision, in one transaction. Changes
    /// take turns: the lock of the revision's row is taken first, so that they never wait for each other in a circle, and are committed in
    /// the order of their revisions.
    /// </summary>
    public static Task<T> ChangeAsync<T>(
        this PostgresDatabase database, Func<NpgsqlConnection, Task<T>> change, Func<T, bool> hasChanged,
        CancellationToken cancellationToken) =>
        database.WriteAsync(async connection =>
        {
            await connection.ExecuteAsync("SELECT revision FROM revisions FOR UPDATE", cancellationToken);
            var result = await change(connection);
            if (hasChanged(result))
                await RaiseAsync(connection, database.Address.Channel, cancellationToken);
            return result;
        }, cancellationToken);

    // Who listens hears of it when the transaction is committed.
    private static Task<int> RaiseAsync(NpgsqlConnection connection, string channel, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("""
            WITH raised AS (UPDATE revisions SET revision = revision + 1, token = $2 RETURNING revision)
            SELECT pg_notify($1, revision::text) FROM raised
            """, cancellationToken, channel, Guid.NewGuid().ToByteArray());
}
