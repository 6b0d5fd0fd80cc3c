using Kindred.Tests.Cli;
using Kindred.Tests.Server;

namespace Kindred.Tests.Colors;

/// <summary>Asking a gallery of colored things for a color, at every edge.</summary>
public sealed class ColorSearchTests : IAsyncLifetime
{
    private static readonly (string Name, uint Color)[] Things =
        [("red", 0xC01020), ("blue", 0x2050A0), ("green", 0x208040), ("white", 0xF4F4F4), ("yellow", 0xE8C020)];

    private static readonly uint[] Grounds = [0xB08860, 0x303030, 0x7A1020, 0x88A0B8];

    private readonly TemporaryFolder _folder = new();

    private string Library => _folder.File("library");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, color) in Things)
        {
            foreach (var (i, ground) in Grounds.Index())
            {
                foreach (var (j, size) in ((float[])[0.45f, 0.6f, 0.75f]).Index())
                {
                    var file = _folder.File("gallery", $"{i}{j}-{name}.png");
                    await File.WriteAllBytesAsync(file, ColoredPicture.Png(color, ground, size), Cancel);
                }
            }
        }

        var run = await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", Library);
        Assert.Equal(0, run.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("blue")]
    [InlineData("red")]
    [InlineData("#e8c020")]
    public async Task Similar_InAColor_IsFullAndInOrderOfLikeness(string color)
    {
        var name = color[0] == '#' ? "yellow" : color;
        var all = await PathsAsync("similar", "00-white.png", "-k", "100", "--variants", "all");

        var found = await PathsAsync("similar", "00-white.png", "-k", "12", "--variants", "all", "--color", color);

        Assert.Equal(12, found.Length);
        Assert.Equal(all.Where(path => path.Contains(name, StringComparison.Ordinal)), found);
    }

    [Fact]
    public async Task Similar_InAColorThatNothingHas_IsEmpty() =>
        Assert.Empty(await PathsAsync("similar", "00-white.png", "--color", "purple"));

    [Fact]
    public async Task Similar_WithAllTheWeightOnColor_HasTheSameColorFirst()
    {
        var found = await PathsAsync("similar", "00-green.png", "-k", "11", "--color-weight", "1");

        Assert.All(found, path => Assert.Contains("green", path));
    }

    [Fact]
    public async Task Recommend_InAColor_HasNothingElse()
    {
        var found = await PathsAsync("recommend", "--like", "00-white.png", "-k", "12", "--color", "green");

        Assert.NotEmpty(found);
        Assert.All(found, path => Assert.Contains("green", path));
    }

    [Theory]
    [InlineData("--color", "mauve-ish")]
    [InlineData("--color-weight", "1.5")]
    public async Task Similar_WithNoSuchColor_IsWrongUsage(string option, string value)
    {
        var run = await CliRun.InProcessAsync("similar", "00-white.png", option, value, "--library", Library);

        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task Similar_LibraryOfAnEarlierVersion_IsPreparedAndAnswers()
    {
        await using (var store = Kindred.Storage.Sqlite.SqliteLibraryStore.Open(Library))
            Assert.True(await store.DropDerivedAsync("colors", isShown: false, Cancel));

        Assert.Equal(12, (await PathsAsync("similar", "00-white.png", "-k", "12", "--variants", "all", "--color", "red")).Length);
    }

    [Fact]
    public async Task Colors_AfterMorePictures_AreThoseOfAllAndOfAGraphToo()
    {
        await File.WriteAllBytesAsync(_folder.File("gallery", "new-purple.png"), ColoredPicture.Png(0x603080, 0xB08860), Cancel);
        Assert.Equal(
            0, (await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", Library, "--index", "hnsw")).ExitCode);

        Assert.Equal(["new-purple.png"], await PathsAsync("similar", "00-white.png", "--color", "purple"));
        Assert.Equal(12, (await PathsAsync("similar", "00-white.png", "-k", "12", "--variants", "all", "--color", "blue")).Length);
    }

    [Fact]
    public async Task Api_WithAColor_SaysWhatTheCommandLineSays()
    {
        await using var run = await ServerRun.StartAsync(Library);
        var id = await run.IdAsync("00-white.png");

        var similar = await run.GetAsync($"/api/images/{id}/similar?limit=12&variants=all&color=blue");
        var images = await run.GetAsync("/api/images?color=%23e8c020");

        Assert.Equal(
            await PathsAsync("similar", "00-white.png", "-k", "12", "--variants", "all", "--color", "blue"),
            similar.GetProperty("items").EnumerateArray().Select(result => result.GetProperty("path").GetString()!));
        Assert.Equal(12, images.GetProperty("total").GetInt32());
        Assert.Equal(
            System.Net.HttpStatusCode.BadRequest, await run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/similar?color=nothing"));
        Assert.Equal(
            System.Net.HttpStatusCode.BadRequest, await run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/similar?colorWeight=2"));
    }

    private async Task<string[]> PathsAsync(params string[] command)
    {
        var run = await CliRun.InProcessAsync([.. command, "--library", Library, "--json"]);
        Assert.Equal(0, run.ExitCode);
        return
        [
            .. run.Json.GetProperty("results").EnumerateArray()
                .Select(result => result.GetProperty("path").GetString()!),
        ];
    }
}
