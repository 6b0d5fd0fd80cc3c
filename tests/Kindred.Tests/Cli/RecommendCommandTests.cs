using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class RecommendCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Recommend_Json_SaysWhyOfEverything()
    {
        var run = await RunAsync(
            "recommend", "--like", "cat/0.jpg", "cat/1.jpg", "--like", "dog/8.jpg", "--dislike", "dog/9.jpg", "-k", "5", "--json");

        Assert.Equal(0, run.ExitCode);
        var tastes = run.Json.GetProperty("tastes").EnumerateArray().ToList();
        Assert.Equal(1, tastes.Sum(taste => taste.GetProperty("share").GetDouble()), 1e-5);
        Assert.Equal(5, Results(run).Count);
        Assert.All(Results(run), item =>
        {
            Assert.InRange(item.GetProperty("confidence").GetDouble(), 0.01, 0.99);
            Assert.InRange(item.GetProperty("taste").GetInt32(), 0, tastes.Count - 1);
            Assert.Equal(
                1, item.GetProperty("because").EnumerateArray().Sum(influence => influence.GetProperty("share").GetDouble()), 1e-5);
            var cells = item.GetProperty("map").EnumerateArray()
                .SelectMany(row => row.EnumerateArray())
                .Select(cell => cell.GetDouble())
                .ToList();
            Assert.Equal(9, cells.Count);
            Assert.Equal(item.GetProperty("score").GetDouble(), cells.Sum(), 1e-5);
        });
    }

    [Fact]
    public async Task Recommend_User_IsTheSameAsNamingTheirChoices()
    {
        await AssertDoneAsync("like", "cat/2.jpg", "dog/7.jpg", "--user", "bea", "--time", "2026-01-01T00:00:00Z");
        await AssertDoneAsync("dislike", "dog/10.jpg", "--user", "bea");
        await AssertDoneAsync("seen", "cat/5.jpg", "--user", "bea");

        var user = await RunAsync("recommend", "--user", "bea", "-k", "20", "--json");
        var named = await RunAsync("recommend", "--like", "cat/2.jpg", "dog/7.jpg", "--dislike", "dog/10.jpg", "-k", "20", "--json");

        Assert.Equal("bea", user.Json.GetProperty("user").GetString());
        Assert.Equal(Paths(named).Where(path => path != "cat/5.jpg"), Paths(user));
    }

    [Fact]
    public async Task Recommend_UnknownUser_IsAnErrorThatNamesThoseThereAre()
    {
        await AssertDoneAsync("like", "cat/2.jpg", "--user", "known");

        AssertOneLine(1, await RunAsync("recommend", "--user", "nobody"), "nobody", "known");
    }

    [Fact]
    public async Task Recommend_LikedByUserAndDislikedHere_IsAnError()
    {
        await AssertDoneAsync("like", "cat/4.jpg", "--user", "torn");

        AssertOneLine(1, await RunAsync("recommend", "--user", "torn", "--dislike", "cat/4.jpg"), "liked and disliked");
    }

    [Fact]
    public async Task Recommend_NothingLiked_ShowsWhatThereIsBySeed()
    {
        var first = await RunAsync("recommend", "-k", "4", "--seed", "3", "--json");

        Assert.Equal(4, Results(first).Count);
        Assert.All(Results(first), item => Assert.Equal(JsonValueKind.Null, item.GetProperty("taste").ValueKind));
        Assert.Equal(Paths(first), Paths(await RunAsync("recommend", "-k", "4", "--seed", "3", "--json")));
        var others = await Task.WhenAll(
            Enumerable.Range(4, 5).Select(seed => RunAsync("recommend", "-k", "4", "--seed", $"{seed}", "--json")));
        Assert.Contains(others, other => !Paths(other).SequenceEqual(Paths(first)));
        Assert.Contains("a varied start", (await RunAsync("recommend")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_Label_HoldsWhileSearching()
    {
        var run = await RunAsync("recommend", "--like", "cat/0.jpg", "--label", "dog", "-k", "6", "--json");

        Assert.Equal(6, Results(run).Count);
        Assert.All(Results(run), item => Assert.Equal("dog", item.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Recommend_UnknownLabel_NamesThoseThereAre() =>
        AssertOneLine(1, await RunAsync("recommend", "--like", "cat/0.jpg", "--label", "bird"), "bird", "cat, dog");

    [Theory]
    [InlineData("tastes")]
    [InlineData("best")]
    [InlineData("Average")]
    public async Task Recommend_Strategy_IsChosenByName(string strategy)
    {
        var run = await RunAsync("recommend", "--like", "cat/0.jpg", "dog/6.jpg", "--strategy", strategy, "--diversity", "0.3", "--json");

        Assert.Equal(strategy.ToLowerInvariant(), run.Json.GetProperty("strategy").GetString());
        Assert.Equal(0.3, run.Json.GetProperty("diversity").GetDouble());
        Assert.Equal(10, Results(run).Count);
    }

    [Theory]
    [InlineData("--strategy", "magic", "tastes, best or average")]
    [InlineData("--strategy", "7", "tastes, best or average")]
    [InlineData("--diversity", "1.5", "from 0 to 1")]
    [InlineData("--diversity", "NaN", "from 0 to 1")]
    public async Task Recommend_ImpossibleWish_IsWrongUsage(string option, string value, string part) =>
        AssertOneLine(2, await RunAsync("recommend", "--like", "cat/0.jpg", option, value), part);

    [Fact]
    public async Task Recommend_ShownFileIsGone_HasNoMap()
    {
        // A library of its own: the others look at these files.
        var gallery = fixture.File("vanishing");
        Directory.CreateDirectory(gallery);
        for (var i = 0; i < 4; i++)
            TestPictures.Write(Path.Combine(gallery, $"{i}.jpg"), i);
        var library = fixture.File("vanishing-library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);
        File.Delete(Path.Combine(gallery, "1.jpg"));

        var run = await CliRun.InProcessAsync("recommend", "--like", "0.jpg", "--json", "--library", library);

        Assert.Equal(3, Results(run).Count);
        Assert.All(Results(run), item =>
            Assert.Equal(
                item.GetProperty("path").GetString() == "1.jpg" ? JsonValueKind.Null : JsonValueKind.Array,
                item.GetProperty("map").ValueKind));
    }

    private static List<JsonElement> Results(CliRun run) => [.. run.Json.GetProperty("results").EnumerateArray()];

    private static IEnumerable<string?> Paths(CliRun run) => Results(run).Select(item => item.GetProperty("path").GetString());

    private static void AssertOneLine(int exitCode, CliRun run, params string[] parts)
    {
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, run.Error, StringComparison.Ordinal));
    }

    private async Task AssertDoneAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.Library]);
}
