using System.Globalization;
using System.Text.Json;
using Kindred.Libraries;
using Parquet.Serialization;

namespace Kindred.Tests.Cli;

public sealed class NeighborsCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neighbors_AllFormats_HoldTheSameRows()
    {
        var csv = await WriteAsync("n.csv");
        var jsonLines = await WriteAsync("n.jsonl");
        var parquet = await WriteAsync("n.parquet");

        var fromCsv = (await File.ReadAllLinesAsync(csv, Cancel)).Skip(1).Select(line => line.Split(','))
            .Select(f => (f[0], int.Parse(f[1]), f[2], Number(f[3]), Number(f[4]))).ToList();
        var fromJson = (await File.ReadAllLinesAsync(jsonLines, Cancel)).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(e => (e.GetProperty("path").GetString()!, e.GetProperty("rank").GetInt32(), e.GetProperty("neighbor").GetString()!,
                e.GetProperty("distance").GetSingle(), e.GetProperty("score").GetSingle())).ToList();
        await using var file = File.OpenRead(parquet);
        var fromParquet = (await ParquetSerializer.DeserializeAsync<Row>(file, cancellationToken: Cancel)).Data
            .Select(row => (row.path, row.rank, row.neighbor, row.distance, row.score)).ToList();

        Assert.Equal(12 * 3, fromCsv.Count);
        Assert.Equal(fromCsv, fromJson);
        Assert.Equal(fromCsv, fromParquet);
        Assert.Equal([1, 2, 3, 1], fromCsv.Take(4).Select(row => row.Item2));
        Assert.DoesNotContain(fromCsv, row => row.Item1 == row.Item3);
    }

    [Fact]
    public async Task Neighbors_FirstRows_AreWhatSimilarSays()
    {
        var lines = await File.ReadAllLinesAsync(await WriteAsync("s.csv"), Cancel);
        var similar = await CliRun.InProcessAsync("similar", "cat/0.jpg", "-k", "3", "--json", "--library", fixture.Library);

        Assert.Equal(
            similar.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("path").GetString()),
            lines.Skip(1).Take(3).Select(line => line.Split(',')[2]));
    }

    [Fact]
    public async Task Neighbors_Where_AreWhatSimilarSaysOfEveryPicture()
    {
        var shop = fixture.File("neighbors-shop.csv");
        await File.WriteAllTextAsync(shop, "picture,sold\ncat/1.jpg,true\ncat/3.jpg,true\ndog/7.jpg,true\n", Cancel);
        Assert.Equal(
            0, (await CliRun.InProcessAsync("attributes", "--import", shop, "--library", fixture.Library)).ExitCode);

        var lines = await File.ReadAllLinesAsync(await WriteAsync("w.csv", "--where", "sold"), Cancel);
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToList();

        Assert.Equal(12, rows.Select(row => row[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((9 * 3) + (3 * 2), rows.Count); // None has itself.
        foreach (var asked in new[] { "cat/1.jpg", "cat/2.jpg" })
        {
            var similar = await CliRun.InProcessAsync(
                "similar", asked, "-k", "3", "--variants", "all", "--where", "sold", "--json", "--library", fixture.Library);
            Assert.Equal(
                similar.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("path").GetString()),
                rows.Where(row => row[0] == asked).Select(row => row[2]));
        }
    }

    [Fact]
    public async Task Neighbors_UnknownEnding_IsWrongUsage()
    {
        var run = await CliRun.InProcessAsync("neighbors", "--out", fixture.File("n.xls"), "--library", fixture.Library);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(".parquet", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neighbors_FileInTheWayOfTheFolder_IsAnErrorInOneLine()
    {
        var run = await CliRun.InProcessAsync("neighbors", "--out", Path.Combine(fixture.Outside, "n.csv"), "--library", fixture.Library);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string name, params string[] more)
    {
        var path = fixture.File(name);
        var run = await CliRun.InProcessAsync(["neighbors", "-k", "3", "--out", path, "--library", fixture.Library, "--json", .. more]);
        Assert.Equal((0, more.Length > 0 ? 33L : 36L), (run.ExitCode, run.Json.GetProperty("rows").GetInt64()));
        return path;
    }

#pragma warning disable IDE1006 // Properties are the columns' names.
    private sealed class Row
    {
        public string path { get; set; } = "";

        public int rank { get; set; }

        public string neighbor { get; set; } = "";

        public float distance { get; set; }

        public float score { get; set; }
    }
#pragma warning restore IDE1006
}
