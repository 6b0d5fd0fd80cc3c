using Kindred.Storage.Sqlite.Interactions;
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
            source TEXT NOT NULL,
            state BLOB NOT NULL);
        """;

    /// <summary>The version of a file's tables, whatever the file is.</summary>
    public static int VersionOf(SqliteConnection connection)
    {
        using var row = new PreparedStatement(connection, "PRAGMA user_version");
        return row.Step() ? (int)row.Int64(0) : 0;
    }

    public static TransferSource Read(SqliteConnection connection)
    {
        using var row = new PreparedStatement(connection, "SELECT source, state FROM unfinished_copy");
        return row.Step() ? new TransferSource(row.Text(0), new Guid(row.Bytes(1))) : default;
    }

    public static void Write(SqliteConnection connection, TransferSource source)
    {
        using var row = new PreparedStatement(connection, "INSERT OR REPLACE INTO unfinished_copy (id, source, state) VALUES (1, ?, ?)");
        row.Bind(1, source.Location).Bind(2, source.State.ToByteArray()).Step();
    }
}
