using Kindred.Cluster.Membership;
using Kindred.Tests.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Runtime;

namespace Kindred.Tests.Cluster;

/// <summary>What happens to a node before it takes part.</summary>
public sealed class ClusterJoinTests(PostgresServer postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_IsTakenForDeadWhileItJoins_JoinsAgain()
    {
        using var library = await TwinLibrary.CreateAsync();
        await using var cluster = await ClusterRun.StartAsync(library.Location, postgres.Membership, nodes: 0);
        await using var database = MembershipDatabase.Open(postgres.Membership);
        await MembershipDatabase.PrepareAsync(database, NullLogger.Instance, Cancel);
        await AddSilentMemberAsync(database, cluster.Id);

        // It joins once all others have answered it, so for now it waits.
        var joining = cluster.AddAsync();
        await Eventually.TrueAsync(async () => await CountAsync(database, cluster.Id) == 2, "The node does not join.");
        await TakeAllForDeadAsync(database, cluster.Id);
        var node = await joining;
        var answer = await node.GetAsync(await TwinLibrary.PathAsync(node));

        Assert.Equal(TwinLibrary.Twins, answer.GetProperty("items").GetArrayLength());
        Assert.Equal(3, await CountAsync(database, cluster.Id));
        Assert.Contains("joins again", node.Log, StringComparison.Ordinal);
    }

    /// <summary>A member that takes part, as the table says, at a port where nobody listens.</summary>
    private static Task AddSilentMemberAsync(NpgsqlDataSource database, string cluster) => ExecuteAsync(database, $"""
        INSERT INTO member_versions (cluster) VALUES ('{cluster}');
        INSERT INTO members (cluster, address, port, generation, name, host, status, proxy_port, started, alive)
        VALUES ('{cluster}', '127.0.0.1', 1, 1, 'silent', 'silent', {(int)SiloStatus.Active}, 0, now(), now() + interval '1 hour')
        """);

    private static Task TakeAllForDeadAsync(NpgsqlDataSource database, string cluster) => ExecuteAsync(database, $"""
        UPDATE members SET status = {(int)SiloStatus.Dead} WHERE cluster = '{cluster}';
        UPDATE member_versions SET version = version + 1 WHERE cluster = '{cluster}'
        """);

    private static async Task<int> CountAsync(NpgsqlDataSource database, string cluster)
    {
        await using var members = database.CreateCommand($"SELECT count(*)::integer FROM members WHERE cluster = '{cluster}'");
        return (int)(await members.ExecuteScalarAsync(Cancel))!; // A count is never null.
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
