using System.Runtime.CompilerServices;
using Npgsql;

namespace Kindred.Storage.Postgres.Connections;

/// <summary>
/// A schema of a PostgreSQL database, with connections that are opened when they are needed and kept for the next. No read waits for a
/// write. A read whose connection is lost is done once more on another; of a write only its beginning is. Faults come out as
/// <see cref="StoreException"/>s.
/// </summary>
internal sealed class PostgresDatabase : IAsyncDisposable, IDisposable
{
    // What has become of a change, where the server may fall silent meanwhile.
    private const int Writing = 0;
    private const int Committing = 1;
    private const int GivenUp = 2;

    private readonly NpgsqlDataSource _source;
    private readonly ServerWatch _watch;

    private PostgresDatabase(PostgresAddress address)
    {
        Address = address;
        _watch = new ServerWatch(address);
        _source = new NpgsqlDataSourceBuilder(address.Settings.ConnectionString).Build();
    }

    /// <summary>Where it is.</summary>
    public PostgresAddress Address { get; }

    /// <summary>Whether nothing can be written: the server is a standby, or the user may only read.</summary>
    public bool IsReadOnly { get; private set; }

    /// <summary>Makes a database's connections, and prepares it with the first.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="prepare">Sees to the tables; says whether they may only be read.</param>
    public static PostgresDatabase Open(PostgresAddress address, Func<NpgsqlConnection, bool> prepare)
    {
        var database = new PostgresDatabase(address);
        try
        {
            database.IsReadOnly = database.Use(prepare);
            return database;
        }
        catch
        {
            database._source.Dispose();
            database._watch.Dispose();
            throw;
        }
    }

    /// <summary>Reads at once; a second time where the connection is lost.</summary>
    public T Use<T>(Func<NpgsqlConnection, T> use) => Guard(() =>
    {
        using var connection = _source.OpenConnection();
        return use(connection);
    });

    /// <summary>Takes something that lasts as long as a connection.</summary>
    /// <param name="take">Takes it; says whether it was to be had.</param>
    /// <returns>The connection, for the caller to dispose; <see langword="null"/> where it was not to be had.</returns>
    public NpgsqlConnection? Hold(Func<NpgsqlConnection, bool> take) => Guard(() =>
    {
        var connection = _source.OpenConnection();
        try
        {
            if (take(connection))
                return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    });

    /// <inheritdoc cref="Hold"/>
    /// <param name="take">Takes something that the connection then holds; says whether it could.</param>
    /// <param name="cancellationToken">Stops; then nothing is held.</param>
    public Task<NpgsqlConnection?> HoldAsync(Func<NpgsqlConnection, Task<bool>> take, CancellationToken cancellationToken) =>
        GuardAsync(async () =>
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            return await WatchAsync(connection, async () =>
            {
                try
                {
                    if (await take(connection))
                        return connection;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }

                await connection.DisposeAsync();
                return null;
            });
        });

    /// <summary>Reads what is committed, also while others write.</summary>
    /// <param name="read">Reads; called once more where the connection is lost or the server ends it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        try
        {
            return await OnceAsync();
        }
        catch (NpgsqlException exception) when (PostgresFaults.IsLost(exception) || PostgresFaults.IsEnded(exception))
        {
            if (PostgresFaults.IsLost(exception))
                Forget();
            return await OnceAsync();
        }

        async Task<T> OnceAsync()
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            return await WatchAsync(connection, async () =>
            {
                await using (connection)
                    return await read(connection);
            });
        }
    });

    /// <summary>Reads rows one after another, as they were committed when the first was read.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(string select, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        StreamBlocksAsync(
            _ => Task.FromResult<Func<NpgsqlDataReader, Task<(bool, T)>>>(
                async row => await row.ReadAsync(cancellationToken) ? (true, read(row)) : default),
            select, cancellationToken);

    /// <summary>Reads rows many at a time, as they were committed when the first was read.</summary>
    /// <param name="prepare">
    /// Reads what is needed to read the rows, and makes a reader of blocks, which says whether there was one.
    /// </param>
    /// <param name="select">What to read.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public async IAsyncEnumerable<T> StreamBlocksAsync<T>(
        Func<NpgsqlConnection, Task<Func<NpgsqlDataReader, Task<(bool IsOne, T Block)>>>> prepare, string select,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await ReadAsync(async _ => await OpenRowsAsync(), cancellationToken);
        while (await GuardAsync(() => _watch.WaitAsync(rows.Host, rows.Port, rows.NextAsync())) is (true, var block))
            yield return block;

        async Task<PostgresRows<T>> OpenRowsAsync()
        {
            // A connection of its own: the reader stays open for as long as the caller takes.
            var opened = new PostgresRows<T>(await _source.OpenConnectionAsync(cancellationToken));
            try
            {
                await opened.StartAsync(prepare, select, cancellationToken);
                return opened;
            }
            catch
            {
                await opened.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Runs a write in a transaction that is committed whole or rolled back.</summary>
    public Task WriteAsync(Func<NpgsqlConnection, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(async connection =>
        {
            await write(connection);
            return 0;
        }, cancellationToken);

    /// <summary>Runs a write in a transaction that is committed whole or rolled back.</summary>
    public Task<T> WriteAsync<T>(Func<NpgsqlConnection, Task<T>> write, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        if (IsReadOnly)
            throw PostgresFaults.ReadOnly(Address);
        var connection = await BeginAsync(cancellationToken);
        var stage = Writing;
        try
        {
            return await WatchAsync(connection, WriteAndCommitAsync);
        }
        catch (NpgsqlException exception)
            when (PostgresFaults.IsLost(exception) && Interlocked.Exchange(ref stage, GivenUp) == Committing)
        {
            throw PostgresFaults.Uncertain(Address, exception);
        }

        async Task<T> WriteAndCommitAsync()
        {
            await using (connection)
            {
                try
                {
                    var result = await write(connection);
                    FaultPoint.ChangeWritten.Reach();
                    // A server that speaks again must not store what somebody was told is not stored.
                    if (Interlocked.CompareExchange(ref stage, Committing, Writing) != Writing)
                        throw new NpgsqlException("The server was silent for too long.");
                    await CommitAsync(connection);
                    FaultPoint.ChangeCommitted.Reach();
                    return result;
                }
                catch
                {
                    await RollBackAsync(connection);
                    throw;
                }
            }
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _watch.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _watch.Dispose();
    }

    /// <summary>Begins a transaction. Nothing is written yet, so that a lost connection can be exchanged for another.</summary>
    private async Task<NpgsqlConnection> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OnceAsync();
        }
        catch (NpgsqlException exception) when (PostgresFaults.IsLost(exception))
        {
            Forget();
            return await OnceAsync();
        }

        async Task<NpgsqlConnection> OnceAsync()
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            return await WatchAsync(connection, async () =>
            {
                try
                {
                    await connection.ExecuteAsync("BEGIN", cancellationToken);
                    return connection;
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }
            });
        }
    }

    /// <summary>
    /// Does something on a connection that is open, for as long as its server answers. What is done disposes of the connection: it may go
    /// on after nobody waits for it any more.
    /// </summary>
    private Task<T> WatchAsync<T>(NpgsqlConnection connection, Func<Task<T>> use) =>
        _watch.WaitAsync(connection.Host, connection.Port, use());

    /// <summary>Other connections that wait for their next use are lost as well, and a host that was away may be back.</summary>
    private void Forget()
    {
        _source.Clear();
        (_source as NpgsqlMultiHostDataSource)?.ClearDatabaseStates();
    }

    private async Task CommitAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.ExecuteAsync("COMMIT", CancellationToken.None);
        }
        catch (NpgsqlException exception) when (PostgresFaults.IsLost(exception))
        {
            throw PostgresFaults.Uncertain(Address, exception);
        }
    }

    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
                await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is lost, and the server rolls back by itself. Why the write failed matters more.
        }
    }

    private T Guard<T>(Func<T> act)
    {
        try
        {
            try
            {
                return act();
            }
            catch (NpgsqlException exception) when (PostgresFaults.IsLost(exception))
            {
                Forget();
                return act();
            }
        }
        catch (Exception exception) when (PostgresFaults.IsOfUse(exception))
        {
            throw PostgresFaults.Of(Address, exception);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (PostgresFaults.IsOfUse(exception))
        {
            // The next who asks looks for the server that can be written to now.
            if (PostgresFaults.IsLost(exception) || PostgresFaults.IsOfStandby(exception))
                Forget();
            throw PostgresFaults.Of(Address, exception);
        }
    }
}
