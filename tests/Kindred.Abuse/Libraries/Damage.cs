using Kindred.Storage.Sqlite.Migrations;
using Kindred.Storage.Sqlite.Pages;
using Microsoft.Data.Sqlite;

namespace Kindred.Abuse.Libraries;

/// <summary>What disks and time do to a library's file while nobody has it open.</summary>
internal static class Damage
{
    /// <summary>Flips a bit in some pages, which can be put right.</summary>
    public static void FlipBits(string file) => Change(file, page => page % 9 == 4, page => page[1_000] ^= 8);

    /// <summary>Overwrites a part of some pages in the second half of the file, where nearly nothing but embeddings is.</summary>
    public static void Wipe(string file)
    {
        var pages = new FileInfo(file).Length / PageChecksum.PageSize;
        Change(file, page => page > pages / 2 && page % 7 == 0, page => page.AsSpan(100, 64).Fill(0x55));
    }

    /// <summary>Makes it a file as version 9 had it: no attributes, and no checksums in its pages.</summary>
    public static void Age(string file)
    {
        var old = file + ".new";
        File.Move(file, old);
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            // Checksums do not keep others from reading; this connection knows nothing of them.
            Execute(connection, $"{Schema.Create}; ATTACH '{old}' AS new");
            foreach (var table in Tables(connection))
                Execute(connection, $"DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM new.{table}");
            Execute(connection, """
                DETACH new;
                DROP TABLE attributes; DROP TABLE attribute_names; DROP TABLE attribute_revisions;
                PRAGMA user_version = 9; PRAGMA journal_mode = WAL
                """);
        }

        foreach (var ending in (string[])["", "-wal", "-shm"])
            File.Delete(old + ending);
    }

    private static List<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        using var row = command.ExecuteReader();
        var tables = new List<string>();
        while (row.Read())
            tables.Add(row.GetString(0));
        return tables;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Change(string file, Func<int, bool> isChosen, Action<byte[]> change)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var page = new byte[PageChecksum.PageSize];
        for (var number = 1; stream.ReadAtLeast(page, page.Length, throwOnEndOfStream: false) == page.Length; number++)
        {
            if (!isChosen(number))
                continue;
            change(page);
            stream.Seek(-page.Length, SeekOrigin.Current);
            stream.Write(page);
        }
    }
}
