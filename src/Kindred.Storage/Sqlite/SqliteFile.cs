using System.Diagnostics;
using System.Runtime.CompilerServices;
using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// One SQLite file with a connection for reading and one for writing; callers take turns on each. In write-ahead mode a reader waits for no
/// writer, and sees what was committed before it began. Faults come out as <see cref="StoreException"/>s.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    /// <summary>How long a statement waits for another process, and a write for its turn and for other processes together.</summary>
    public const int BusyTimeoutSeconds = 30;

    /// <summary>Rows read from a read-only file between two checks whether it has changed.</summary>
    private const int RowsPerLook = 256;

    private readonly string _path;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SemaphoreSlim _readTurn = new(1, 1);
    private readonly SqliteConnection? _writer;
    private readonly ReadOnlyFile? _readOnly;
    private SqliteConnection? _reader;

    private SqliteFile(string path, SqliteConnection? writer, ReadOnlyFile? readOnly)
    {
        _path = path;
        _writer = writer;
        _readOnly = readOnly;
    }

    /// <summary>Whether the file or its folder may not be written to. Others may be writing it.</summary>
    public bool IsReadOnly => _writer is null;

    /// <summary>Bytes of the file and of those that SQLite keeps beside it.</summary>
    public long Size => ((string[])["", "-wal", "-shm"])
        .Sum(ending => new FileInfo(_path + ending) is { Exists: true } file ? file.Length : 0);

    /// <summary>The damaged pages that this process has met in the file.</summary>
    public DamagedPages Damage { get; private init; } = new();

    /// <summary>Opens a file for writing, and makes it where there is none; opens it read-only where it may not be written to.</summary>
    /// <exception cref="StoreException">It cannot be opened, or is no library that this version can read.</exception>
    public static SqliteFile Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);

            // Where a file may not be written to, SQLite silently opens it read-only, and can read it if its owner has it open.
            if (SQLitePCL.raw.sqlite3_db_readonly(connection.Handle, "main") == 1)
            {
                connection.Dispose();
                return OpenReadOnly(path);
            }

            Schema.Prepare(connection, path);
            return new SqliteFile(path, connection, readOnly: null) { Damage = connection.DamagedPages() };
        }
        catch (SqliteException exception)
        {
            connection?.Dispose();
            var mayNotWrite = exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN;
            return mayNotWrite && File.Exists(path) ? OpenReadOnly(path) : throw SqliteFaults.Of(path, exception);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file to read only, and writes nothing beside it either.</summary>
    /// <exception cref="StoreException">It cannot be opened, or is no library that this version can read.</exception>
    public static SqliteFile OpenReadOnly(string path)
    {
        var file = new ReadOnlyFile(path);
        try
        {
            return new SqliteFile(path, writer: null, file) { Damage = file.Look() };
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (SqliteFaults.IsOfReading(exception))
                throw SqliteFaults.Of(path, exception);
            throw;
        }
    }

    /// <summary>Reads what is committed, also while this or another process writes.</summary>
    /// <param name="read">Reads; may be called several times where the file is read-only.</param>
    /// <param name="cancellationToken">Stops waiting for the turn.</param>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read, CancellationToken cancellationToken) =>
        TakeTurnAsync(_readTurn, () => _readOnly is null ? read(_reader ??= OpenReader()) : _readOnly.ReadAsync(read), cancellationToken);

    /// <summary>Reads rows one after another, as they were committed when the first was read.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string select, Func<SqliteDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A connection of its own: the reader stays open for as long as the caller takes, and others must not wait for it.
        var isCurrent = () => true;
        await using var connection = Guard(() =>
        {
            (var own, isCurrent) = _readOnly?.Open() ?? (OpenReader(), isCurrent);
            return own;
        }, isCurrent);
        await using var command = connection.Command(select);
        await using var row = await GuardAsync(() => command.ExecuteReaderAsync(cancellationToken), isCurrent);
        for (var rows = 0; await GuardAsync(() => row.ReadAsync(cancellationToken), isCurrent); rows++)
        {
            var value = Guard(() => read(row), isCurrent);
            if (rows % RowsPerLook == 0 && !isCurrent())
                throw SqliteFaults.Busy(_path);
            yield return value;
        }

        if (!isCurrent())
            throw SqliteFaults.Busy(_path);
    }

    /// <summary>Reads rows many at a time, as they were committed when the first was read.</summary>
    /// <param name="prepare">
    /// Reads what is needed to read the rows, and makes a reader of blocks: <see langword="null"/> at the end.
    /// </param>
    /// <param name="select">What to read.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public async IAsyncEnumerable<T> StreamBlocksAsync<T>(
        Func<SqliteConnection, Task<Func<SqliteDataReader, T?>>> prepare, string select,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var isCurrent = () => true;
        await using var connection = Guard(() =>
        {
            (var own, isCurrent) = _readOnly?.Open() ?? (OpenReader(), isCurrent);
            return own;
        }, isCurrent);
        await GuardAsync(() => connection.ExecuteAsync("BEGIN", cancellationToken), isCurrent); // One moment for both reads.
        var read = await GuardAsync(() => prepare(connection), isCurrent);
        await using var command = connection.Command(select);
        await using var row = await GuardAsync(() => command.ExecuteReaderAsync(cancellationToken), isCurrent);
        while (Guard(() => read(row), isCurrent) is { } block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isCurrent())
                throw SqliteFaults.Busy(_path);
            yield return block;
        }

        if (!isCurrent())
            throw SqliteFaults.Busy(_path);
    }

    /// <summary>
    /// A connection that sees one moment, from its first read on, for the caller to own; and a check whether the file is still as it was.
    /// </summary>
    public (SqliteConnection Connection, Func<bool> IsCurrent) OpenMoment()
    {
        var isCurrent = () => true;
        var connection = Guard(() =>
        {
            (var own, isCurrent) = _readOnly?.Open() ?? (OpenReader(), isCurrent);
            own.Execute("BEGIN");
            return own;
        }, isCurrent);
        return (connection, isCurrent);
    }

    public Task WriteAsync(Func<SqliteConnection, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(async connection =>
        {
            await write(connection);
            return 0;
        }, cancellationToken);

    /// <summary>Runs a write in a transaction that is committed whole or rolled back.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, Task<T>> write, CancellationToken cancellationToken)
    {
        var asked = Stopwatch.GetTimestamp();
        return TakeTurnAsync(_turn, async () =>
        {
            var connection = _writer ?? throw SqliteFaults.ReadOnly(_path);

            // BEGIN IMMEDIATE by hand: the write lock is waited for up front, and commands need not name a transaction object. Those that
            // waited for others' turns wait for the lock only for what is left of their time: else each would wait for as long again.
            await using (var begin = connection.Command("BEGIN IMMEDIATE"))
            {
                begin.CommandTimeout = Math.Max(1, BusyTimeoutSeconds - (int)Stopwatch.GetElapsedTime(asked).TotalSeconds);
                await begin.ExecuteNonQueryAsync(cancellationToken);
            }

            try
            {
                var result = await write(connection);
                FaultPoint.ChangeWritten.Reach();
                await connection.ExecuteAsync("COMMIT", CancellationToken.None);
                FaultPoint.ChangeCommitted.Reach();
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
    }

    /// <summary>Gives the pages of a file of an earlier version their checksums, where that can be done now.</summary>
    /// <returns>Whether they have them.</returns>
    public Task<bool> ProtectAsync(CancellationToken cancellationToken) => TakeTurnAsync(
        _turn, () => _writer is null ? Task.FromResult(true) : Protection.TryAddAsync(_writer, cancellationToken), cancellationToken);

    /// <summary>Writes what is committed at one moment to another file, in the shape that a new file would have.</summary>
    /// <param name="path">The file; SQLite refuses one that has something in it.</param>
    /// <param name="cancellationToken">Stops waiting for the turn.</param>
    public Task CopyToAsync(string path, CancellationToken cancellationToken) => LookAsync(async connection =>
    {
        connection.ReserveChecksums();
        await connection.ExecuteAsync("VACUUM INTO $path", cancellationToken, ("$path", path));
        return 0;
    }, cancellationToken);

    /// <summary>
    /// Runs what takes long on a connection of its own, which may be stopped in the middle of a statement, and lets others read meanwhile.
    /// </summary>
    public async Task<T> LookAsync<T>(Func<SqliteConnection, Task<T>> look, CancellationToken cancellationToken)
    {
        var isCurrent = () => true;
        await using var connection = Guard(() =>
        {
            (var own, isCurrent) = _readOnly?.Open() ?? (Connect(_path, SqliteOpenMode.ReadWrite), isCurrent);
            return own;
        }, isCurrent);
        await using var stop = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
        try
        {
            return await GuardAsync(() => look(connection), isCurrent);
        }
        catch (StoreException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _readOnly?.Dispose();
        _writer?.Dispose();
        _turn.Dispose();
        _readTurn.Dispose();
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Vfs = ChecksumLayer.Name,
            Pooling = false,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString());
        connection.Open();
        return connection;
    }

    private async Task<T> TakeTurnAsync<T>(SemaphoreSlim turn, Func<Task<T>> act, CancellationToken cancellationToken)
    {
        var limit = turn == _turn ? TimeSpan.FromSeconds(BusyTimeoutSeconds) : Timeout.InfiniteTimeSpan;
        if (!await turn.WaitAsync(limit, cancellationToken))
            throw SqliteFaults.Busy(_path);
        try
        {
            return await GuardAsync(act, () => true);
        }
        finally
        {
            turn.Release();
        }
    }

    private T Guard<T>(Func<T> act, Func<bool> isCurrent)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception))
        {
            throw isCurrent() ? SqliteFaults.Of(_path, exception) : SqliteFaults.Busy(_path, exception);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> act, Func<bool> isCurrent)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (SqliteFaults.IsOfReading(exception))
        {
            throw isCurrent() ? SqliteFaults.Of(_path, exception) : SqliteFaults.Busy(_path, exception);
        }
    }

    private SqliteConnection OpenReader()
    {
        // Not opened read-only: the last connection to close has to merge the write-ahead file.
        var reader = Connect(_path, SqliteOpenMode.ReadWrite);
        try
        {
            // Embeddings are found by the hash of a content, so in no order. In the 2 MB of pages that SQLite keeps, an index of a million
            // of them has no room: its pages would be read again for nearly every one, and be checked each time. So 64 MB are kept.
            reader.Execute("PRAGMA query_only = ON; PRAGMA cache_size = -65536");
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
