using System.Diagnostics;
using System.Text.Json;

namespace Kindred.Tests.Cli;

/// <summary>What is set for all commands: in the file beside the library, over it in the environment, over both with the command.</summary>
public sealed class ConfigTests : IClassFixture<GalleryFixture>, IDisposable
{
    private readonly string _library;
    private readonly TemporaryFolder _folder = new();

    public ConfigTests(GalleryFixture gallery)
    {
        _library = _folder.File("shop", "library");
        Directory.CreateDirectory(_library);
        foreach (var file in Directory.GetFiles(gallery.Library, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_library, Path.GetRelativePath(gallery.Library, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_ThenEnvironment_ThenWhatWasTyped_EachStandsOverTheOneBefore()
    {
        Assert.Equal(5, (await SimilarAsync()).Count);
        Set("""{ "count": 4, /* a comment */ "diversity": 0.2, }""");
        Assert.Equal(4, (await SimilarAsync()).Count);
        Assert.Equal(3, (await SimilarAsync(environment: ("KINDRED_COUNT", "3"))).Count);
        Assert.Equal(2, (await SimilarAsync("-k", "2", ("KINDRED_COUNT", "3"))).Count);
    }

    [Fact]
    public async Task User_OfTheFile_NeedNotBeTyped_ButForgettingNeedsIt()
    {
        Set("""{ "user": "ann" }""");

        var like = await RunAsync("like", "cat/0.jpg");
        var forget = await RunAsync("forget", "--all");

        Assert.Equal("cat/0.jpg liked by ann: 1 new.\n", like.Output);
        Assert.Equal(2, forget.ExitCode);
        Assert.Contains("ann", (await RunAsync("history")).Output, StringComparison.Ordinal);
        Assert.StartsWith("ann: Recommended for 1 like:", (await RunAsync("recommend")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_ShowsEverySetting_AndWhereItIsFrom()
    {
        Set("""{ "urls": ["http://127.0.0.1:8001", "http://127.0.0.1:8002"], "watch": true }""");
        var file = _folder.File("shop", "kindred.json");

        using var process = CliRun.Start(["config", "--json", "--library", _library], ("KINDRED_COUNT", "7"));
        var document = (await CliRun.FinishAsync(process)).Json;

        var settings = document.GetProperty("settings").EnumerateArray().ToDictionary(
            entry => entry.GetProperty("name").GetString()!,
            entry => (Text(entry, "value"), Text(entry, "source")),
            StringComparer.Ordinal);
        Assert.Equal(file, Text(document, "file"));
        Assert.Equal((_library, "--library"), settings["library"]);
        Assert.Equal(("http://127.0.0.1:8001 http://127.0.0.1:8002", file), settings["urls"]);
        Assert.Equal(("true", file), settings["watch"]);
        Assert.Equal(("7", "KINDRED_COUNT"), settings["count"]);
        Assert.Equal(("grouped", null), settings["variants"]);
        Assert.Equal((null, null), settings["user"]);
        static string? Text(JsonElement entry, string name) => entry.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("""{ "cuont": 4 }""", "'cuont' is not a setting; did you mean count?")]
    [InlineData("""{ "force": true }""", "'force' is not a setting")]
    [InlineData("""{ "count": 4""", "line 1 is not valid JSON")]
    [InlineData("""[4]""", "it has to be one object")]
    [InlineData("""{ "count": { "a": 1 } }""", "'count' has to be")]
    public async Task BrokenFile_IsOneLineThatNamesIt(string json, string said)
    {
        Set(json);

        var run = await RunAsync("similar", "cat/0.jpg");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"kindred: {_folder.File("shop", "kindred.json")}: {said}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task ValueThatAnOptionRefuses_SaysWhereItIsSet()
    {
        Set("""{ "count": 0 }""");

        var run = await RunAsync("similar", "cat/0.jpg");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"kindred: --count must be at least 1, not 0; count is set by {_folder.File("shop", "kindred.json")}. "
                + "See: kindred similar --help\n",
            run.Error);
    }

    private void Set(string json) => File.WriteAllText(_folder.File("shop", "kindred.json"), json);

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", _library]);

    private async Task<List<JsonElement>> SimilarAsync(string? option = null, string? value = null, (string, string)? environment = null)
    {
        string[] typed = option is null || value is null ? [] : [option, value];
        string[] args = ["similar", "cat/0.jpg", "--json", "--library", _library, .. typed];
        using Process process = CliRun.Start(args, environment is { } set ? [set] : []);
        return [.. (await CliRun.FinishAsync(process)).Json.GetProperty("results").EnumerateArray()];
    }
}
