using Kindred.Storage;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Cli;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>Processes that copy, and are killed in the middle of a table: PostgreSQL itself holds them up there.</summary>
public sealed class KilledTransferTests(PostgresServer server) : TransferScene(server)
{
    private const string Gate = "hashtext(current_schema())";

    private string There => Directory("there");

    private string Address => Server.AddressOf(There).Text;

    [Fact]
    public async Task ToPostgres_KilledWhileItWrites_GoesOn()
    {
        await FillAsync();
        await Postgres("there").DisposeAsync();
        await Server.ExecuteAsync(There, $"""
            CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN PERFORM pg_advisory_xact_lock_shared({Gate}); RETURN NEW; END $$;
            CREATE TRIGGER gate BEFORE INSERT ON interactions FOR EACH ROW EXECUTE FUNCTION wait_at_gate();
            """);

        await KillAtGateAsync(First, Address);

        Assert.Contains("unfinished", Assert.Throws<StoreException>(() => Postgres("there")).Message, StringComparison.Ordinal);
        await GoOnAsync(First, Address);
        await CopyFromPostgresAsync("there", Back);
        Assert.Empty(await DifferencesAsync());
    }

    [Fact]
    public async Task ToAFile_KilledWhileItReads_GoesOn()
    {
        await FillAsync();
        await CopyAsync(First, "there");
        await Server.ExecuteAsync(There, $"""
            CREATE FUNCTION wait_at_gate() RETURNS boolean LANGUAGE plpgsql AS $$
                BEGIN
                    IF current_query() LIKE 'FETCH%' THEN PERFORM pg_advisory_xact_lock_shared({Gate}); END IF;
                    RETURN true;
                END $$;
            CREATE POLICY gate ON interactions USING (wait_at_gate());
            ALTER TABLE interactions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            """);

        await KillAtGateAsync(Address, Back);

        Assert.Contains("unfinished", Assert.Throws<StoreException>(() => SqliteLibraryStore.Open(Back)).Message, StringComparison.Ordinal);
        await GoOnAsync(Address, Back);
        Assert.Empty(await DifferencesAsync());
    }

    private async Task KillAtGateAsync(string from, string to)
    {
        await using (var gate = Server.Connect(There))
        {
            gate.Execute($"SELECT pg_advisory_lock({Gate})");
            using var process = CliRun.Start("copy-library", from, to);
            await Eventually.TrueAsync(() => Count("AND wait_event = 'advisory'") > 0 || process.HasExited, "Nothing waits at the gate.");
            Assert.False(process.HasExited, "It ends before it comes to the gate.");
            process.Kill();
            await process.WaitForExitAsync(Cancel);
        }

        await Eventually.TrueAsync(() => Count("") == 0, "The server still works for the process that is gone.");
    }

    private static async Task GoOnAsync(string from, string to)
    {
        var run = await CliRun.InProcessAsync("copy-library", from, to, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(run.Json.GetProperty("alreadyThere").GetInt64(), 1, run.Json.GetProperty("rows").GetInt64() - 1);
    }

    /// <summary>Connections of kindred to the library.</summary>
    private long Count(string condition)
    {
        using var connection = Server.Connect(There);
        using var command = connection.Command(
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name = current_schema() {condition}");
        return (long)command.ExecuteScalar()!; // One row.
    }
}
