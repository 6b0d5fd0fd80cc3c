using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>
/// A lock that a connection holds until it is released, or the connection ends, however it ends: a lock is never left behind.
/// </summary>
internal sealed class AdvisoryLock : IDisposable, IAsyncDisposable
{
    private const string TryTakeAlone = "SELECT pg_try_advisory_lock(hashtextextended($1, 0))";
    private const string TryTakeShared = "SELECT pg_try_advisory_lock_shared(hashtextextended($1, 0))";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlConnection _connection;

    private AdvisoryLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Held alone by who has to index alone, and shared by those who index together.</summary>
    public static string Indexing(PostgresAddress address) => $"kindred indexing {address.Schema}";

    /// <summary>Held by who fits and compares for all.</summary>
    public static string Preparing(PostgresAddress address) => $"kindred preparing {address.Schema}";

    /// <summary>That somebody else holds <see cref="Indexing"/>.</summary>
    public static StoreException Busy(PostgresAddress address) => new(
        Fault.LibraryBusy, $"Another kindred is indexing the library {address}; wait until it is done, or stop it and run again.");

    /// <summary>Takes a lock alone.</summary>
    /// <exception cref="StoreException">Somebody has it, or the library cannot be written to.</exception>
    public static AdvisoryLock Take(PostgresDatabase database, string name)
    {
        if (database.IsReadOnly)
            throw PostgresFaults.ReadOnly(database.Address);
        var connection = database.Hold(connection =>
        {
            using var command = connection.Command(TryTakeAlone, name);
            return command.ExecuteScalar() is true;
        });
        return connection is not null ? new AdvisoryLock(connection) : throw Busy(database.Address);
    }

    /// <summary>Waits for a lock, and takes it alone.</summary>
    public static async Task<AdvisoryLock> WaitAsync(PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        var connection = await database.HoldAsync(async connection =>
        {
            while (!await TryTakeAsync(connection, name, isShared: false, cancellationToken))
                await Task.Delay(Pause, cancellationToken);
            return true;
        }, cancellationToken);
        return new AdvisoryLock(connection!); // It was waited for.
    }

    /// <summary>Takes a lock on a connection, if nobody keeps it out.</summary>
    public static async Task<bool> TryTakeAsync(
        NpgsqlConnection connection, string name, bool isShared, CancellationToken cancellationToken) =>
        await connection.ScalarAsync(isShared ? TryTakeShared : TryTakeAlone, cancellationToken, name) is true;

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _connection.UnlockAllAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and with it the lock.
        }

        await _connection.DisposeAsync();
    }
}
