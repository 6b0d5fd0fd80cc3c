using System.Net;
using Kindred.Cluster.Observability;
using Kindred.Cluster.Partitions;
using Kindred.Cluster.Placement;
using Kindred.Cluster.Searching;
using Kindred.Tests.NeighborIndexes;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;

namespace Kindred.Tests.Cluster;

/// <summary>Where a node's files of partitions come from, with another node that is made up.</summary>
public sealed class PartitionFilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_TheOtherNodeDidNotAnswerAtFirst_IsCopiedAndNotMadeAgain()
    {
        using var made = await MadeUpLibrary.CreateAsync(500);
        await using var gallery = await PartitionedGallery.OpenAsync(made.Open(), 3);
        using var folder = new TemporaryFolder();
        await Eventually.TrueAsync(
            () => gallery.Snapshot.ReadFile(1, 0).State == PartitionFileState.Open, "The other node has not opened it.");
        var other = new OtherNode(gallery.Snapshot, deaf: 1);
        using var metrics = new ClusterMetrics(new NodePartitions(), new NodeSnapshots());
        using var copies = new PartitionCopies(
            Stub.Of<IGrainFactory>(_ => other), new ClusterNodes(Stub.Of<ISiloStatusOracle>(_ => OwnAddress)), metrics, TimeProvider.System,
            NullLogger<PartitionCopies>.Instance);

        using var index = await new PartitionFiles(folder.Path, copies).OpenAsync(gallery.Snapshot, 1, Cancel);

        Assert.Equal(2, other.Looks);
        Assert.Equal(new FileInfo(Path.Combine(folder.Path, "p01.index")).Length, other.Sent);
    }

    private static SiloAddress OwnAddress => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    /// <summary>The node of the other replica. It has everything, and hears nothing at first.</summary>
    private sealed class OtherNode(NodeSnapshot snapshot, int deaf) : IPartitionGrain
    {
        public int Looks { get; private set; }

        public long Sent { get; private set; }

        public Task<ReplicaState> LookAsync(CancellationToken cancellationToken) => ++Looks <= deaf
            ? throw new TimeoutException("The node is busy.")
            : Task.FromResult(new ReplicaState("elsewhere", 1, IsOpen: true));

        public Task<PartitionPiece> ReadFileAsync(Guid id, long start, CancellationToken cancellationToken)
        {
            var piece = snapshot.ReadFile(1, start);
            Sent += piece.Bytes.Length;
            return Task.FromResult(piece);
        }

        public Task<PartitionAnswer> SearchAsync(PartitionRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
