using Kindred.Storage.Postgres;
using Kindred.Storage.Sqlite;
using Kindred.Storage.Sqlite.Pages;
using Kindred.Storage.Tables;
using Kindred.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kindred.Tests.Storage.Tables;

/// <summary>A copy has all that a library has: no table and no column of a store is left out.</summary>
public sealed class LibraryTablesTests(PostgresServer server) : IDisposable
{
    /// <summary>Tables of PostgreSQL that belong to a place and not to a library.</summary>
    private static readonly string[] OfThePlace = ["library", "claims"];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tables_AreThoseOfAFile()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.Path, SqliteLibraryStore.FileName)};Pooling=False;Vfs={ChecksumLayer.Name}");
        await connection.OpenAsync(Cancel);

        var columns = await ReadAsync(new SqliteCommand(
            """
            SELECT tables.name || '.' || columns.name || ' ' || columns.type
            FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
            """, connection));

        Assert.Equal(Columns(type => type switch
        {
            ColumnType.Integer => "INTEGER",
            ColumnType.Real => "REAL",
            ColumnType.Text => "TEXT",
            _ => "BLOB",
        }), columns);
    }

    [Fact]
    public async Task Tables_AreThoseOfPostgres()
    {
        await using var store = server.Open(_folder.Path);
        await using var connection = new NpgsqlConnection(server.AddressOf(_folder.Path).Settings.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(
            """
            SELECT table_name || '.' || column_name || ' ' || replace(data_type, 'integer', 'bigint') FROM information_schema.columns
            WHERE table_schema = current_schema() AND NOT table_name = ANY($1)
            """, connection)
        {
            Parameters = { new NpgsqlParameter { Value = OfThePlace } },
        };

        var columns = await ReadAsync(command);

        Assert.Equal(Columns(type => type switch
        {
            ColumnType.Integer => "bigint",
            ColumnType.Real => "double precision",
            ColumnType.Text => "text",
            _ => "bytea",
        }), columns);
    }

    private static IEnumerable<string> Columns(Func<ColumnType, string> name) => LibraryTables.All
        .SelectMany(table => table.Columns.Select(column => $"{table}.{column.Name} {name(column.Type)}")).Order(StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> ReadAsync(System.Data.Common.DbCommand command)
    {
        await using var row = await command.ExecuteReaderAsync(Cancel);
        var columns = new List<string>();
        while (await row.ReadAsync(Cancel))
            columns.Add(row.GetString(0));
        return columns.Order(StringComparer.Ordinal);
    }
}
