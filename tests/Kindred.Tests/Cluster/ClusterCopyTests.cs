using System.Globalization;
using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Tests.Search;
using Kindred.Tests.Storage.Postgres;

namespace Kindred.Tests.Cluster;

/// <summary>Nodes with a folder of their own get the index files of partitions from one another.</summary>
public sealed class ClusterCopyTests(PostgresServer postgres)
{
    private const int Dimensions = 32;
    private const string Copied = "kindred_cluster_partitions_copied_total";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_OfPartitions_AreMadeOnceAndCopied()
    {
        using var folder = new TemporaryFolder();
        await FillAsync(folder.Path, 2000);
        await using var cluster = await ClusterRun.StartAsync(postgres.AddressOf(folder.Path).Text, postgres.Membership);

        await Eventually.TrueAsync(async () => await CopiedAsync(cluster) > 0, "No node has copied a file.");
        var answers = new HashSet<string>();
        foreach (var node in cluster.Nodes)
            answers.Add((await node.GetAsync("/api/images/1000/similar?limit=50")).GetProperty("items").GetRawText());
        Assert.Single(answers);

        // Each partition is on two nodes, and may have been on the third while others were starting.
        var files = cluster.Nodes.SelectMany(node => Directory.GetFiles(node.Cache, "p*.index", SearchOption.AllDirectories)).ToArray();
        Assert.All(files, file => Assert.NotEqual(0, new FileInfo(file).Length));
        Assert.InRange(files.Length, 32, 48);
    }

    private async Task FillAsync(string folder, int pictures)
    {
        var clusters = new Clusters(Dimensions, 40, seed: 12);
        await using var store = postgres.Open(folder);
        await store.WriteSettingsAsync(
            new LibrarySettings(
                new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, Dimensions, FitsSpace: false), SpaceKind.None)
            {
                Search = SearchKind.Hnsw,
                Vectors = VectorPrecision.Int8,
            }, Cancel);
        await store.AddFolderAsync("/gallery", Cancel);
        var changes = new LibraryChanges();
        for (var picture = 0; picture < pictures; picture++)
        {
            var content = ContentHash.Of(BitConverter.GetBytes(picture));
            changes.Embeddings.Add(new ContentEmbedding(content, clusters.Next(), 640, 480));
            changes.Files.Add(new IndexedFile("/gallery", $"{picture:0000}.jpg", content, 1, DateTime.UnixEpoch));
        }

        await store.ApplyAsync(changes, Cancel);
    }

    private static async Task<int> CopiedAsync(ClusterRun cluster)
    {
        var copied = 0;
        foreach (var node in cluster.Nodes)
        {
            var metrics = await node.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancel);
            copied += metrics.Split('\n').Where(line => line.StartsWith(Copied, StringComparison.Ordinal))
                .Sum(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }

        return copied;
    }
}
