using System.Text.Json;
using Kindred.Tests.Fixtures;
using Kindred.Tests.Server;
using Kindred.Vision;
using Kindred.Vision.Words;

namespace Kindred.Tests.Cli;

/// <summary>Searching by words, and by a name and a color at once, over every edge.</summary>
public sealed class WordsCommandTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _model = "";

    private string Library => _folder.File("library");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _model = TwoTowers.Write(_folder);
        TwoTowers.WritePictures(_folder);
        var run = await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", Library, "--model", _model);
        Assert.Equal(0, run.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Search_ByWords_NamesThemAndWhatTheyFind()
    {
        var run = await RunAsync("search", "blue", "sofa", "-k", "4", "--variants", "all", "--model", _model);

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Nearest to the words 'blue sofa':", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.All(lines[1..], line => Assert.Matches(@"^ +\d  +0\.\d{3} +blue-\d\.png$", line));
    }

    [Fact]
    public async Task Search_ByWordsForPrograms_HasScoresAndASheet()
    {
        var sheet = _folder.File("sheet.png");
        var run = await RunAsync(
            "search", "red", "-k", "24", "--color", "white", "--variants", "all", "--model", _model, "--sheet", sheet, "--json");

        Assert.Equal("words", run.Json.GetProperty("by").GetString());
        var results = run.Json.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(12, results.Count);
        Assert.Equal(["red-0.png", "red-2.png", "red-4.png", "red-6.png"], results.Take(4).Select(PathOf).Order());
        Assert.Equal(results.OrderByDescending(Score).Select(PathOf), results.Select(PathOf));
        Assert.True(File.Exists(sheet));
    }

    [Fact]
    public async Task Search_ByNameAndColor_KeepsBoth()
    {
        var run = await RunAsync("search", "GREEN", "--by", "name", "--color", "yellow", "--model", _model, "--json");
        var rest = await RunAsync("search", "green", "--color", "yellow");

        Assert.Equal("name", run.Json.GetProperty("by").GetString());
        Assert.Equal(4, run.Json.GetProperty("total").GetInt32());
        Assert.Equal(
            ["green-1.png", "green-3.png", "green-5.png", "green-7.png"],
            run.Json.GetProperty("results").EnumerateArray().Select(PathOf));
        // The library knows its model's name, but not where the file with the words is: that is said.
        Assert.Contains("Named 'green', in yellow, 4 of 4:", rest.Output);
        Assert.Contains("--model FILE.onnx", rest.Output);
    }

    [Fact]
    public async Task Search_ByWordsThatAreNotKnown_SaysWhatToDo()
    {
        var run = await RunAsync("search", "red", "--by", "words");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no words", run.Error);
        Assert.Contains("docs/words.md", run.Error);
        Assert.Equal(2, (await RunAsync("search", " ")).ExitCode);
        Assert.Equal(2, (await RunAsync("search", "red", "--by", "smell")).ExitCode);
    }

    [Fact]
    public async Task Get_ByWords_FindsAndFilters()
    {
        await using var server = await ServerRun.StartAsync(Library, createEmbedder: () => OnnxEmbedder.Load(_model), words: Words());

        Assert.True((await server.GetAsync("/api/search/words")).GetProperty("available").GetBoolean());
        var found = await server.GetAsync("/api/search?text=a%20red%20chair&limit=24&variants=all&color=yellow");
        Assert.Equal("a red chair", found.GetProperty("text").GetString());
        var paths = found.GetProperty("items").EnumerateArray().Select(PathOf).ToList();
        Assert.Equal(12, paths.Count);
        Assert.All(paths.Take(4), path => Assert.StartsWith("red-", path));
        // A name and a color in one request.
        var named = await server.GetAsync("/api/images?q=BLUE&color=yellow");
        Assert.Equal(
            ["blue-1.png", "blue-3.png", "blue-5.png", "blue-7.png"], named.GetProperty("items").EnumerateArray().Select(PathOf));
        Assert.Equal(400, (int)await server.StatusAsync(HttpMethod.Get, "/api/search?text=%20"));
        Assert.Equal(400, (int)await server.StatusAsync(HttpMethod.Get, "/api/search?text=red&color=mauve-ish"));
    }

    [Fact]
    public async Task Get_ByWordsThatAreNotKnown_IsAProblemThatSaysWhatToDo()
    {
        await using var server = await ServerRun.StartAsync(Library, createEmbedder: () => OnnxEmbedder.Load(_model));

        Assert.False((await server.GetAsync("/api/search/words")).GetProperty("available").GetBoolean());
        using var response = await server.SendAsync(HttpMethod.Get, "/api/search?text=red");
        Assert.Equal(422, (int)response.StatusCode);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
        Assert.Contains("docs/words.md", problem.GetProperty("detail").GetString());
    }

    private static string PathOf(JsonElement result) => result.GetProperty("path").GetString() ?? "";

    private static double Score(JsonElement result) => result.GetProperty("score").GetDouble();

    private ModelWords Words() => new(_model);

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", Library]);
}
