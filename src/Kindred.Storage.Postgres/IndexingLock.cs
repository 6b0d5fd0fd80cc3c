using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>
/// Lets one process at a time index a library. PostgreSQL releases the lock when the connection ends, however it ends, so a lock is never
/// left behind.
/// </summary>
internal sealed class IndexingLock : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private IndexingLock(NpgsqlConnection connection, string name) => (_connection, _name) = (connection, name);

    public static IndexingLock Take(PostgresDatabase database)
    {
        if (database.IsReadOnly)
            throw PostgresFaults.ReadOnly(database.Address);
        var name = $"kindred indexing {database.Address.Schema}";
        var holder = database.Hold(connection =>
        {
            using var command = connection.Command("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", name);
            return command.ExecuteScalar() is true;
        });
        return holder is not null ? new IndexingLock(holder, name) : throw new StoreException(
            Fault.LibraryBusy,
            $"Another kindred is indexing the library {database.Address}; wait until it is done, or stop it and run again.");
    }

    public void Dispose()
    {
        try
        {
            _connection.Execute("SELECT pg_advisory_unlock(hashtextextended($1, 0))", _name);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and with it the lock.
        }

        _connection.Dispose();
    }
}
