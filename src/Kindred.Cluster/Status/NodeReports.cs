using Kindred.Cluster.Membership;
using Npgsql;

namespace Kindred.Cluster.Status;

/// <summary>
/// What the nodes of a cluster say of themselves, kept beside its members, so that it can be read without asking a node. Searching does not
/// depend on it.
/// </summary>
public static class NodeReports
{
    /// <summary>Reports that are older are of nodes that will not come back.</summary>
    private const string Forgotten = "1 hour";

    /// <summary>Reads what the nodes of a cluster last said, by address.</summary>
    /// <param name="membership">The PostgreSQL server where nodes find one another, as a connection string of Npgsql.</param>
    /// <param name="clusterId">The cluster's name.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Nothing where there was no cluster lately.</returns>
    /// <exception cref="KindredException">PostgreSQL cannot be asked.</exception>
    public static async Task<IReadOnlyList<NodeReport>> ReadAsync(
        string membership, string clusterId, CancellationToken cancellationToken = default)
    {
        await using var database = MembershipDatabase.Open(membership);
        try
        {
            await using var command = database.CreateCommand(
                "SELECT address, revision, searched, partitions, now() - said FROM node_reports WHERE cluster = $1 ORDER BY address");
            command.Parameters.Add(new NpgsqlParameter { Value = clusterId });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var reports = new List<NodeReport>();
            while (await reader.ReadAsync(cancellationToken))
            {
                reports.Add(new NodeReport(
                    reader.GetString(0), reader.GetInt64(1), await reader.GetFieldValueAsync<int[]>(2, cancellationToken),
                    reader.GetInt32(3), reader.GetTimeSpan(4)));
            }

            return reports;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return [];
        }
        catch (NpgsqlException exception)
        {
            throw new KindredException($"PostgreSQL cannot be asked for the nodes of the cluster: {exception.Message}", exception);
        }
    }

    /// <summary>Says how a node stands, in place of what it said before.</summary>
    internal static async Task WriteAsync(
        NpgsqlDataSource database, string clusterId, NodeReport report, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            WITH forgotten AS (DELETE FROM node_reports WHERE said < now() - interval '{Forgotten}')
            INSERT INTO node_reports (cluster, address, revision, searched, partitions) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (cluster, address) DO UPDATE SET
                revision = excluded.revision, searched = excluded.searched, partitions = excluded.partitions, said = now()
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = clusterId });
        command.Parameters.Add(new NpgsqlParameter { Value = report.Address });
        command.Parameters.Add(new NpgsqlParameter { Value = report.Revision });
        command.Parameters.Add(new NpgsqlParameter { Value = report.Partitions.ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = report.AllPartitions });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes a node's report back: it leaves.</summary>
    internal static async Task RemoveAsync(
        NpgsqlDataSource database, string clusterId, string address, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM node_reports WHERE cluster = $1 AND address = $2");
        command.Parameters.Add(new NpgsqlParameter { Value = clusterId });
        command.Parameters.Add(new NpgsqlParameter { Value = address });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
