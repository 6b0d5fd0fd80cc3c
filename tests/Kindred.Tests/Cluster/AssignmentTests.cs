using System.Net;
using Kindred.Cluster.Placement;

namespace Kindred.Tests.Cluster;

public sealed class AssignmentTests
{
    private const int Partitions = 16;
    private const int Replicas = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(40)]
    public void Of_Nodes_GetTheirShareAndNoPartitionTwice(int count)
    {
        var nodes = Nodes(count);

        var assignment = Assignment.Of(nodes, Partitions, Replicas);

        var load = Keys().GroupBy(assignment.NodeOf).ToDictionary(node => node.Key, node => node.Count());
        var share = ((Partitions * Replicas) + count - 1) / count;
        Assert.InRange(load.Values.Max(), 1, share + 1);
        for (var partition = 0; partition < Partitions && count > 1; partition++)
        {
            Assert.NotEqual(
                assignment.NodeOf(new PartitionKey(partition, 0)), assignment.NodeOf(new PartitionKey(partition, 1)));
        }
    }

    [Fact]
    public void Of_NodesInAnotherOrder_IsTheSame()
    {
        var nodes = Nodes(5);

        var assignment = Assignment.Of(nodes, Partitions, Replicas);
        var again = Assignment.Of([.. nodes.Reverse(), nodes[2]], Partitions, Replicas);

        Assert.All(Keys(), key => Assert.Equal(assignment.NodeOf(key), again.NodeOf(key)));
    }

    [Fact]
    public void Of_OneNodeMore_MovesLittleMoreThanItsShare()
    {
        var moved = 0;
        for (var more = 0; more < 20; more++)
        {
            var nodes = Nodes(9);
            var before = Assignment.Of(nodes, Partitions, Replicas);

            var after = Assignment.Of([.. nodes, new IPEndPoint(IPAddress.Loopback, 20_000 + more)], Partitions, Replicas);

            moved += Keys().Count(key => !before.NodeOf(key).Equals(after.NodeOf(key)));
        }

        // A tenth of 32 has to move. Where placement went by the number of nodes alone, nearly all would.
        Assert.InRange(moved / 20.0, 2, 12);
    }

    private static IPEndPoint[] Nodes(int count) =>
        [.. Enumerable.Range(0, count).Select(node => new IPEndPoint(IPAddress.Parse($"10.0.0.{node + 1}"), 11111))];

    private static IEnumerable<PartitionKey> Keys() =>
        from partition in Enumerable.Range(0, Partitions)
        from replica in Enumerable.Range(0, Replicas)
        select new PartitionKey(partition, replica);
}
