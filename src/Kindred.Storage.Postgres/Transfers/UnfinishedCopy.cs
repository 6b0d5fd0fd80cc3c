using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Postgres.Migrations;
using Kindred.Storage.Tables;
using Npgsql;

namespace Kindred.Storage.Postgres.Transfers;

/// <summary>
/// What tells tables that are to be a copy of another library, and have not all of it yet, from a library. Until then they do not refer to
/// each other, so that each can be compared, and copied anew, by itself.
/// </summary>
internal static class UnfinishedCopy
{
    /// <summary>Takes the place of the version of the tables, so that no version of Kindred takes them for a library.</summary>
    public const int Version = -1;

    private const string Create = """
        CREATE TABLE unfinished_copy (
            id integer PRIMARY KEY CHECK (id = 1),
            format integer NOT NULL,
            source text NOT NULL,
            state uuid NOT NULL);
        CREATE TABLE unfinished_copy_references (restore text NOT NULL);
        """;

    private const string SelectReferences = """
        SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', relname, conname),
            format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
        FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
        WHERE contype = 'f' AND relnamespace = current_schema()::regnamespace AND relname = ANY($1)
        ORDER BY relname, conname
        """;

    /// <summary>What it is a copy of.</summary>
    public static TransferSource Read(NpgsqlConnection connection)
    {
        using var command = connection.Command("SELECT source, state FROM unfinished_copy");
        using var row = command.ExecuteReader();
        return row.Read() ? new TransferSource(row.GetString(0), row.GetGuid(1)) : default;
    }

    /// <summary>Makes sure that an unfinished copy may go on.</summary>
    /// <exception cref="StoreException">It may not.</exception>
    public static async Task EnsureAsync(
        NpgsqlConnection connection, string location, TransferSource source, CancellationToken cancellationToken)
    {
        if (await connection.ScalarAsync("SELECT format FROM unfinished_copy", cancellationToken) is not Schema.Version)
            throw TransferFaults.IsOfAnotherVersion(location);
        if (Read(connection) is var other && !other.MayBe(source))
            throw TransferFaults.IsOfAnother(location, other);
    }

    /// <summary>Makes empty tables into those of an unfinished copy, in a transaction.</summary>
    public static async Task BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var table in LibraryTables.All.Reverse())
            await connection.ExecuteAsync($"DELETE FROM {table}", cancellationToken);
        await connection.ExecuteAsync(Create, cancellationToken);
        var references = await connection.SelectAsync(
            SelectReferences, row => (Drop: row.GetString(0), Restore: row.GetString(1)), cancellationToken,
            [LibraryTables.All.Select(table => table.Name).ToArray()]);
        foreach (var (drop, restore) in references)
        {
            await connection.ExecuteAsync(drop, cancellationToken);
            await connection.ExecuteAsync("INSERT INTO unfinished_copy_references (restore) VALUES ($1)", cancellationToken, [restore]);
        }

        await connection.ExecuteAsync("UPDATE library SET format = $1", cancellationToken, [Version]);
    }

    /// <summary>Writes what it is a copy of.</summary>
    public static Task<int> WriteAsync(NpgsqlConnection connection, TransferSource source, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("""
            INSERT INTO unfinished_copy (id, format, source, state) VALUES (1, $1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET source = excluded.source, state = excluded.state
            """, cancellationToken, [Schema.Version, source.Location, source.State]);

    /// <summary>Makes the tables those of a library, in a transaction.</summary>
    public static async Task FinishAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var references = await connection.SelectAsync(
            "SELECT restore FROM unfinished_copy_references", row => row.GetString(0), cancellationToken);
        foreach (var restore in references)
            await connection.ExecuteAsync(restore, cancellationToken);
        await connection.ExecuteAsync("DROP TABLE unfinished_copy, unfinished_copy_references", cancellationToken);
        await connection.ExecuteAsync("UPDATE library SET format = $1", cancellationToken, [Schema.Version]);
    }
}
