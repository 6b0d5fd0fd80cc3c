using System.Security.Cryptography;
using System.Text;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Tests.Storage.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Kindred.Tests.Storage.Postgres;

/// <summary>
/// The PostgreSQL server that all tests share: of this machine's programs, with data of its own, started by the first test that asks.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly Lazy<PostgresProcess?> _process = new(Start);

    /// <summary>Stops the server, if a test has started it.</summary>
    public ValueTask DisposeAsync()
    {
        if (_process.IsValueCreated)
            _process.Value?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the library that stands for a folder, and makes it where there is none; skips the test without PostgreSQL.</summary>
    internal PostgresLibraryStore Open(string directory) => PostgresLibraryStore.OpenOrCreate(AddressOf(directory));

    /// <summary>The address of the library that stands for a folder.</summary>
    internal PostgresAddress AddressOf(string directory, string user = PostgresProcess.Owner)
    {
        var schema = SchemaOf(directory);
        return PostgresAddress.Parse(
            $"postgres://{user}@127.0.0.1:{Running.Port}/{PostgresProcess.Database}?schema={schema}&application_name={schema}");
    }

    /// <summary>The connection with which nodes of a cluster find one another.</summary>
    internal string Membership => Running.Membership;

    /// <summary>Does something as somebody who may do everything, in the schema of the library that stands for a folder.</summary>
    internal async Task ExecuteAsync(string directory, string sql)
    {
        await using var connection = Connect(directory);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Connects as somebody who may do everything, to the schema of the library that stands for a folder.</summary>
    internal NpgsqlConnection Connect(string directory) => Running.Connect(SchemaOf(directory));

    private PostgresProcess Running
    {
        get
        {
            Assert.SkipWhen(_process.Value is null, "There is no PostgreSQL here: neither initdb in the path nor /usr/lib/postgresql.");
            return _process.Value!; // The test ends where there is none.
        }
    }

    private static PostgresProcess? Start() =>
        PostgresProcess.FindPrograms() is { } programs ? PostgresProcess.Start(programs) : null;

    /// <summary>The schema that stands for a folder.</summary>
    internal static string SchemaOf(string directory) =>
        $"t{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory))).AsSpan(0, 16)}";
}
