using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>
/// A SQLite file that this process may not write to, while others perhaps do. With a log and shared memory beside it, SQLite takes care
/// of that; without them, the file is read as it is, and read again where it has changed meanwhile. Makes no file. For one caller at a
/// time.
/// </summary>
internal sealed class ReadOnlyFile(string path) : IDisposable
{
    /// <summary>
    /// How often to read. A writer writes for a moment every few seconds at most; a file that changes during so many reads cannot be
    /// read now.
    /// </summary>
    private const int Tries = 10;

    private SqliteConnection? _connection;
    private FileMark _mark;

    /// <summary>Opens the file, if it is not open.</summary>
    /// <exception cref="StoreException">It is no library that this version can read.</exception>
    /// <returns>The damaged pages that are met in it.</returns>
    public DamagedPages Look() => Current().DamagedPages();

    /// <summary>Reads what is committed.</summary>
    /// <param name="read">Reads; called again where the file has changed meanwhile.</param>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, Task<T>> read)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var result = await read(Current());
                if (IsCurrent() || (_mark.IsShared && tries > 1))
                    return result;
            }
            catch (Exception exception) when (SqliteFaults.IsOfReading(exception) && tries < Tries && !IsCurrent())
            {
                // It was read while somebody wrote to it.
            }

            if (tries == Tries)
                throw SqliteFaults.Busy(path);
        }
    }

    /// <summary>A connection that the caller owns, and a check whether the file is still as it was when it was opened.</summary>
    public (SqliteConnection Connection, Func<bool> IsCurrent) Open()
    {
        var mark = FileMark.Of(path);
        return (Open(mark), () => mark.IsShared || FileMark.Of(path) == mark);
    }

    public void Dispose() => _connection?.Dispose();

    private bool IsCurrent() => FileMark.Of(path) == _mark;

    private SqliteConnection Current()
    {
        if (_connection is not null && IsCurrent())
            return _connection;
        _connection?.Dispose();
        _connection = null;
        _mark = FileMark.Of(path);
        return _connection = Open(_mark);
    }

    private SqliteConnection Open(FileMark mark)
    {
        if (!mark.IsShared)
            return mark.HasLogAlone ? OpenWithLogAlone() : Open($"immutable=1&vfs={ChecksumLayer.Name}");
        try
        {
            return Open($"readonly_shm=1&vfs={ChecksumLayer.Name}");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_CANTOPEN && File.Exists(path))
        {
            // This process may not read the shared memory; only the owner's processes may.
            return OpenWithLogAlone();
        }
    }

    /// <summary>
    /// Reads the log without shared memory, which exclusive locking mode does not need. The file's owner is not kept out, because this
    /// file system layer takes no real locks.
    /// </summary>
    private SqliteConnection OpenWithLogAlone() =>
        Open($"vfs={ChecksumLayer.NameWithoutLocks}", "PRAGMA locking_mode = EXCLUSIVE");

    private SqliteConnection Open(string parameter, string first = "")
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = $"file:{Uri.EscapeDataString(path)}?{parameter}",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = SqliteFile.BusyTimeoutSeconds,
        }.ToString());
        try
        {
            connection.Open();
            if (first.Length > 0)
                connection.Execute(first);
            if (Schema.VersionOf(connection, path) == Schema.Version)
                return connection;
            throw new StoreException(
                Fault.LibraryNotWritable, $"The library {path} has an older format and cannot be written to; check its permissions.");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
