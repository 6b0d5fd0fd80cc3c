using Kindred.Storage.Sqlite.Interactions;
using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Tables;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Transfers;

/// <summary>What tells a file that is to be a copy of another library, and has not all of it yet, from a library.</summary>
internal static class UnfinishedCopy
{
    /// <summary>Takes the place of the version of the tables, so that no version of Kindred takes the file for a library.</summary>
    public const int Version = -1;

    /// <summary>The table that says what it is a copy of.</summary>
    public const string Create = """
        CREATE TABLE unfinished_copy (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            format INTEGER NOT NULL,
            source TEXT NOT NULL,
            state BLOB NOT NULL);
        """;

    /// <summary>The version of a file's tables, whatever the file is.</summary>
    public static int VersionOf(SqliteConnection connection)
    {
        using var row = new PreparedStatement(connection, "PRAGMA user_version");
        return row.Step() ? (int)row.Int64(0) : 0;
    }

    /// <summary>What it is a copy of.</summary>
    public static TransferSource Read(SqliteConnection connection)
    {
        using var row = new PreparedStatement(connection, "SELECT source, state FROM unfinished_copy");
        return row.Step() ? new TransferSource(row.Text(0), new Guid(row.Bytes(1))) : default;
    }

    /// <summary>Makes sure that an unfinished copy may go on.</summary>
    /// <exception cref="StoreException">It may not.</exception>
    public static void Ensure(SqliteConnection connection, string directory, TransferSource source)
    {
        using var row = new PreparedStatement(connection, "SELECT format FROM unfinished_copy");
        if (!row.Step() || row.Int64(0) != Schema.Version)
            throw TransferFaults.IsOfAnotherVersion(directory);
        if (Read(connection) is var other && !other.MayBe(source))
            throw TransferFaults.IsOfAnother(directory, other);
    }

    /// <summary>Writes what it is a copy of.</summary>
    public static void Write(SqliteConnection connection, TransferSource source)
    {
        using var row = new PreparedStatement(
            connection, "INSERT OR REPLACE INTO unfinished_copy (id, format, source, state) VALUES (1, ?, ?, ?)");
        row.Bind(1, Schema.Version).Bind(2, source.Location).Bind(3, source.State.ToByteArray()).Step();
    }
}
