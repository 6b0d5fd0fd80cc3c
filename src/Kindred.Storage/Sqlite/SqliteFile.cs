using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>One SQLite file with one connection that callers take turns on. Faults come out as sentences for the user.</summary>
internal sealed class SqliteFile : IDisposable
{
    private const int BusyTimeoutSeconds = 30;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);

    private SqliteFile(string path)
    {
        _path = path;
        _connection = OpenConnection();
    }

    public static SqliteFile Open(string path)
    {
        SqliteFile? file = null;
        try
        {
            file = new SqliteFile(path);
            file.Prepare();
            return file;
        }
        catch (SqliteException exception)
        {
            file?.Dispose();
            throw Translate(path, exception);
        }
        catch (KindredException)
        {
            file?.Dispose();
            throw;
        }
    }

    public SqliteConnection OpenConnection()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        return connection;
    }

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await read(_connection);
        }
        catch (SqliteException exception)
        {
            throw Translate(_path, exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task WriteAsync(Func<SqliteConnection, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(async connection =>
        {
            await write(connection);
            return 0;
        }, cancellationToken);

    /// <summary>Runs a write in a transaction that is committed whole or rolled back.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken) =>
        ReadAsync(async connection =>
        {
            // BEGIN IMMEDIATE by hand: the write lock is waited for up front, and commands need not name a transaction object.
            await connection.ExecuteAsync("BEGIN IMMEDIATE", cancellationToken);
            try
            {
                var result = await write(connection);
                await connection.ExecuteAsync("COMMIT", CancellationToken.None);
                return result;
            }
            catch
            {
                // SQLite has rolled back by itself on a full disk; a second rollback would only hide the reason.
                if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                    await connection.ExecuteAsync("ROLLBACK", CancellationToken.None);
                throw;
            }
        }, cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    private static KindredException Translate(string path, SqliteException exception) => new(exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => $"The disk with {path} is full; make room and run again, everything stored so far is kept.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => $"Another program is writing to {path}; try again when it is done.",
        SQLitePCL.raw.SQLITE_NOTADB => $"{path} is not a Kindred library; name another folder with --library.",
        SQLitePCL.raw.SQLITE_CORRUPT => $"The library {path} is damaged; delete it and index again, or bring back a copy.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
            $"The library {path} cannot be opened for writing; check its permissions.",
        SQLitePCL.raw.SQLITE_IOERR => $"The disk with {path} reported an error; check it, then run again.",
        _ => $"The library {path} cannot be used: {exception.Message}",
    }, exception);

    private void Prepare()
    {
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        Execute("BEGIN IMMEDIATE");
        var version = (long)(Scalar("PRAGMA user_version") ?? 0L);
        if (version == 0 && (long)(Scalar("SELECT count(*) FROM sqlite_schema") ?? 0L) == 0)
            Execute($"{Schema.Create}; PRAGMA user_version = {Schema.Version}");
        else if (version == 1)
            Execute($"{Schema.FromVersion1}; PRAGMA user_version = {Schema.Version}");
        Execute("COMMIT");
        if (version is not (0 or 1 or Schema.Version))
        {
            throw new KindredException(
                $"The library {_path} has format {version}, this version of kindred reads {Schema.Version}; use the kindred that made it, or index again elsewhere.");
        }

        if (version == 0 && Scalar("SELECT 1 FROM sqlite_schema WHERE name = 'embeddings'") is null)
            throw new KindredException($"{_path} is a database of something else; name another folder with --library.");
    }

    private void Execute(string sql)
    {
        using var command = _connection.Command(sql);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = _connection.Command(sql);
        return command.ExecuteScalar();
    }
}
