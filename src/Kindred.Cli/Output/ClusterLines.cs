using Kindred.Cluster.Status;

namespace Kindred.Cli.Output;

/// <summary>How the servers of a cluster stand, for people and for programs.</summary>
internal static class ClusterLines
{
    public static void Write(CommandOutput output, ClusterStatusDocument cluster)
    {
        var here = cluster.Nodes.Count(node => node.HeardOf);
        output.Line($"cluster   {Plural.Of(here, "node")}, {Plural.Of(cluster.Partitions, "partition")}");
        foreach (var node in cluster.Nodes)
        {
            output.Line(node.HeardOf
                ? $"  {node.Address}: {Plural.Of(node.Searched.Count, "partition")}, at revision {node.Revision}, "
                    + (node.Behind > 0 ? $"{node.Behind:N0} behind" : "the newest")
                : $"  {node.Address}: not heard of for {node.SecondsAgo:N0} s");
        }

        if (cluster.Unsearched.Count > 0)
            output.Line($"          partitions that no node searches: {string.Join(", ", cluster.Unsearched)}");
    }

    public static ClusterStatusDocument ToDocument(string id, long revision, IReadOnlyList<NodeReport> reports)
    {
        var partitions = reports.Max(report => report.AllPartitions);
        var searched = reports.Where(report => report.IsHeardOf).SelectMany(report => report.Partitions).ToHashSet();
        return new ClusterStatusDocument(
            id, revision, partitions,
            [
                .. reports.Select(report => new ClusterNodeEntry(
                    report.Address, report.IsHeardOf, Math.Round(report.Age.TotalSeconds, 1), report.Revision,
                    Math.Max(0, revision - report.Revision), report.Partitions)),
            ],
            [.. Enumerable.Range(0, partitions).Where(partition => !searched.Contains(partition))]);
    }
}
