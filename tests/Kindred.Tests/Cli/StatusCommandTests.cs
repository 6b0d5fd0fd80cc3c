using Kindred.Embeddings;
using Kindred.Images;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Cli;

public sealed class StatusCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_AHundredLabels_NamesTheLargestAndCountsTheRest()
    {
        await FillAsync(labels: 100);

        var lines = (await CliRun.InProcessAsync("status", "--library", _folder.Path)).Output.Split('\n');
        var document = (await CliRun.InProcessAsync("status", "--library", _folder.Path, "--json")).Json;

        var labels = Assert.Single(lines, line => line.StartsWith("labels", StringComparison.Ordinal));
        Assert.StartsWith("labels    label99 100, label98 99, ", labels, StringComparison.Ordinal);
        Assert.EndsWith(", label80 81, and 80 more", labels, StringComparison.Ordinal);
        Assert.Equal(100, document.GetProperty("labels").EnumerateObject().Count());
    }

    [Fact]
    public async Task Status_AFewLabels_NamesAllByName()
    {
        await FillAsync(labels: 3);

        Assert.Contains(
            "labels    label00 1, label01 2, label02 3\n", (await CliRun.InProcessAsync("status", "--library", _folder.Path)).Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "          not learned yet, for no index run has come to its end: run 'kindred index' again\n")]
    [InlineData(8, "          nothing to learn from yet: it takes two labels (folders) of eight pictures each, or some dozens of likes\n")]
    public async Task Status_NotFitted_SaysWhy(int labels, string line)
    {
        await FillAsync(labels, SpaceKind.Learned);

        Assert.Contains(line, (await CliRun.InProcessAsync("status", "--library", _folder.Path)).Output, StringComparison.Ordinal);
    }

    /// <summary>The first label gets one picture, the next two, and so on.</summary>
    private async Task FillAsync(int labels, SpaceKind space = SpaceKind.Visual)
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(_folder.Path);
        var stamp = new EmbedderStamp("made-up", new string('0', 64), "", "", Metric.Cosine, 4, FitsSpace: true);
        await store.WriteSettingsAsync(new LibrarySettings(stamp, space), Cancel);
        await store.AddFolderAsync("/gallery", Cancel);
        var changes = new LibraryChanges();
        for (var label = 0; label < labels; label++)
        {
            for (var image = 0; image <= label; image++)
            {
                var content = ContentHash.Of([(byte)label, (byte)image]);
                changes.Embeddings.Add(new ContentEmbedding(content, new float[] { label, image, 1, 1 }, 8, 8));
                changes.Files.Add(new IndexedFile("/gallery", $"label{label:00}/{image}.jpg", content, 1, DateTime.UnixEpoch));
            }
        }

        await store.ApplyAsync(changes, Cancel);
    }
}
