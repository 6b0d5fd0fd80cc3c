using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// One SQLite file with a connection for reading and one for writing; callers take turns on each. In write-ahead mode a reader waits for no writer,
/// and sees what was committed before it began. Faults come out as sentences for the user.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private const int BusyTimeoutSeconds = 30;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _readTurn;
    private SqliteConnection? _reader;

    private SqliteFile(string path, bool readOnly)
    {
        _path = path;
        IsReadOnly = readOnly;
        _connection = OpenConnection();

        // Where nothing can be written, no read waits for a write, and one connection is enough.
        (_reader, _readTurn) = readOnly ? (_connection, _turn) : (null, new SemaphoreSlim(1, 1));
    }

    /// <summary>Whether the file or its folder may not be written to. Then it is read as it is, and nobody else can be writing it.</summary>
    public bool IsReadOnly { get; }

    public static SqliteFile Open(string path)
    {
        try
        {
            return Open(path, readOnly: false);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN
            && File.Exists(path))
        {
            try
            {
                return Open(path, readOnly: true);
            }
            catch (SqliteException)
            {
                throw Translate(path, exception);
            }
        }
        catch (SqliteException exception)
        {
            throw Translate(path, exception);
        }
    }

    public SqliteConnection OpenConnection()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            // "Immutable" spares the files beside it that write-ahead mode needs even for reading.
            DataSource = IsReadOnly ? $"file:{Uri.EscapeDataString(_path)}?immutable=1" : _path,
            Mode = IsReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Reads what is committed, also while this or another process writes.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, CancellationToken cancellationToken) =>
        TakeTurnAsync(_readTurn, () => read(_reader ??= OpenReader()), cancellationToken);

    public Task WriteAsync(Func<SqliteConnection, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(async connection =>
        {
            await write(connection);
            return 0;
        }, cancellationToken);

    /// <summary>Runs a write in a transaction that is committed whole or rolled back.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken) =>
        TakeTurnAsync(_turn, async () =>
        {
            var connection = _connection;

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
        _reader?.Dispose();
        _connection.Dispose();
        _turn.Dispose();
        _readTurn.Dispose();
    }

    private static KindredException Translate(string path, SqliteException exception)
    {
        var (fault, message) = exception.SqliteErrorCode switch
        {
            SQLitePCL.raw.SQLITE_FULL =>
                (Fault.LibraryUnusable, $"The disk with {path} is full; make room and run again, everything stored so far is kept."),
            SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
                (Fault.LibraryBusy, $"Another program is writing to {path}; try again when it is done."),
            SQLitePCL.raw.SQLITE_NOTADB => (Fault.NotALibrary, $"{path} is not a Kindred library."),
            SQLitePCL.raw.SQLITE_CORRUPT =>
                (Fault.LibraryDamaged, $"The library {path} is damaged; delete it and index again, or bring back a copy."),
            SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
                (Fault.LibraryNotWritable, $"The library {path} cannot be opened for writing; check its permissions."),
            SQLitePCL.raw.SQLITE_IOERR => (Fault.LibraryUnusable, $"The disk with {path} reported an error; check it, then run again."),
            _ => (Fault.LibraryUnusable, $"The library {path} cannot be used: {exception.Message}"),
        };
        return new KindredException(fault, message, exception);
    }

    private static SqliteFile Open(string path, bool readOnly)
    {
        var file = new SqliteFile(path, readOnly);
        try
        {
            file.Prepare();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    private async Task<T> TakeTurnAsync<T>(SemaphoreSlim turn, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        catch (SqliteException exception)
        {
            throw Translate(_path, exception);
        }
        finally
        {
            turn.Release();
        }
    }

    private SqliteConnection OpenReader()
    {
        // Not opened for reading only: the last connection to close has to bring the write-ahead file in.
        var reader = OpenConnection();
        Execute(reader, "PRAGMA query_only = ON");
        return reader;
    }

    private void Prepare()
    {
        // Look before touching anything: the file may be something else's.
        var version = (long)(Scalar("PRAGMA user_version") ?? 0L);
        var isEmpty = (long)(Scalar("SELECT count(*) FROM sqlite_schema") ?? 0L) == 0;
        if (version == 0 && !isEmpty)
            throw new KindredException(Fault.NotALibrary, $"{_path} is a database of something else.");
        if (version is < 0 or > Schema.Version)
        {
            throw new KindredException(
                Fault.LibraryFormat,
                $"The library {_path} has format {version}, this version of kindred reads {Schema.Version}; "
                + "use the kindred that made it, or index again elsewhere.");
        }

        if (IsReadOnly)
        {
            if (version != Schema.Version)
            {
                throw new KindredException(
                    Fault.LibraryNotWritable, $"The library {_path} has an older format and cannot be written to; check its permissions.");
            }

            return;
        }

        Execute(_connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
        if (version == Schema.Version)
            return;

        Execute(_connection, "BEGIN IMMEDIATE");
        version = (long)(Scalar("PRAGMA user_version") ?? 0L);
        if (version == 0)
            Execute(_connection, $"{Schema.Create}; PRAGMA user_version = {Schema.Version}");
        else if (version < Schema.Version)
            Execute(_connection, $"{Schema.MigrateFrom((int)version)}; PRAGMA user_version = {Schema.Version}");
        Execute(_connection, "COMMIT");
    }

    private object? Scalar(string sql)
    {
        using var command = _connection.Command(sql);
        return command.ExecuteScalar();
    }
}
