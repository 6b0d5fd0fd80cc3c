using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Indexing;

/// <summary>
/// The number of a process that takes part in indexing, with the advisory lock that says that it is alive, and the one that keeps out
/// whoever has to index alone. PostgreSQL releases both when the connection ends, however it ends.
/// </summary>
internal sealed class OwnerLock : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private NpgsqlConnection _connection;

    private OwnerLock(PostgresDatabase database, NpgsqlConnection connection, int number)
    {
        _database = database;
        _connection = connection;
        Number = number;
    }

    /// <summary>The number, which no other process that is alive has.</summary>
    public int Number { get; }

    /// <summary>Draws a number and takes the locks.</summary>
    /// <exception cref="StoreException">Somebody who has to be alone is indexing.</exception>
    public static async Task<OwnerLock> TakeAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        var number = await database.ReadAsync(
            async connection => (int)(await connection.ScalarAsync("SELECT nextval('claim_owners')::integer", cancellationToken) ?? 0),
            cancellationToken);
        return new OwnerLock(database, await LockAsync(database, number, cancellationToken), number);
    }

    /// <summary>Takes the locks again where the connection that held them was lost.</summary>
    /// <exception cref="StoreException">The server cannot be reached, or somebody is indexing alone by now.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _connection.ScalarAsync("SELECT 1", cancellationToken);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            var lost = _connection;
            _connection = await LockAsync(_database, Number, cancellationToken);
            await lost.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.UnlockAllAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and with it the locks.
        }

        await _connection.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> LockAsync(PostgresDatabase database, int number, CancellationToken cancellationToken) =>
        await database.HoldAsync(async connection =>
        {
            if (!await AdvisoryLock.TryTakeAsync(connection, AdvisoryLock.Indexing(database.Address), isShared: true, cancellationToken))
                return false;
            await connection.ExecuteAsync($"SELECT pg_advisory_lock({ClaimRows.OwnerLock}, $1)", cancellationToken, number);
            return true;
        }, cancellationToken) ?? throw AdvisoryLock.Busy(database.Address);
}
