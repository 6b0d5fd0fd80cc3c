using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kindred.Storage.Sqlite;

/// <summary>Turns what SQLite reports into <see cref="StoreException"/>s.</summary>
internal static class SqliteFaults
{
    /// <summary>
    /// Whether reading rows failed: SQLite itself failed, or a row does not have what was written there. SQLite checks how a file is put
    /// together, not what is in it.
    /// </summary>
    public static bool IsOfReading(Exception exception) =>
        exception is SqliteException or InvalidCastException or ArgumentException or FormatException or OverflowException;

    /// <summary>Whether the file itself is damaged.</summary>
    public static bool IsOfDamage(Exception exception) => exception is not SqliteException sqlite
        ? IsOfReading(exception)
        : sqlite.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR;

    /// <summary>What went wrong with a file.</summary>
    public static StoreException Of(string path, Exception exception)
    {
        if (exception is not SqliteException sqlite)
            return Damaged(path, exception);
        return sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_READONLY when sqlite.SqliteExtendedErrorCode == raw.SQLITE_READONLY_DBMOVED => Gone(path, exception),
            raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when !File.Exists(path) => Gone(path, exception),
            raw.SQLITE_FULL => new StoreException(
                Fault.DiskFull, $"The disk with {path} is full; make room and run again, everything stored so far is kept.", exception),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => Busy(path, exception),
            raw.SQLITE_NOTADB => new StoreException(
                Fault.NotALibrary, $"{path} is not a Kindred library.", exception),
            raw.SQLITE_CORRUPT => Damaged(path, exception),
            raw.SQLITE_CANTOPEN when !MayRead(path) => Unreadable(path, exception),
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => ReadOnly(path, exception),
            raw.SQLITE_IOERR => new StoreException(
                Fault.LibraryUnusable, $"The disk with {path} reported an error; check it, then run again.", exception),
            _ => new StoreException(Fault.LibraryUnusable, $"The library {path} cannot be used: {exception.Message}", exception),
        };
    }

    public static StoreException Busy(string path, Exception? exception = null) =>
        new(Fault.LibraryBusy, $"Another program is writing to {path}; try again when it is done.", exception);

    public static StoreException ReadOnly(string path, Exception? exception = null) =>
        new(
            Fault.LibraryNotWritable,
            $"The library {path} cannot be written to; check its permissions, and whether its disk may only be read.", exception);

    public static StoreException Unreadable(string path, Exception? exception = null) =>
        new(Fault.LibraryUnusable, $"The library {path} may not be read; check its permissions.", exception);

    public static StoreException Gone(string path, Exception? exception = null) =>
        new(Fault.LibraryUnusable, $"The library {path} is gone; bring it back, or index again.", exception);

    private static bool MayRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true; // Something else is wrong with it.
        }
    }

    private static StoreException Damaged(string path, Exception exception) =>
        new(Fault.LibraryDamaged, $"The library {path} is damaged.", exception);
}
