using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class TastesCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    private readonly string _user = Guid.NewGuid().ToString("N"); // The library is shared; every test has a user of its own.

    [Fact]
    public async Task List_NothingSet_ShowsComputedTastes()
    {
        await LikeAsync("cat/0.jpg", "dog/7.jpg");

        var run = await RunAsync("list");
        var tastes = (await RunAsync("list", "--json")).Json;

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{_user}: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(_user, tastes.GetProperty("user").GetString());
        Assert.All(
            tastes.GetProperty("tastes").EnumerateArray(),
            taste => Assert.Equal(JsonValueKind.Null, taste.GetProperty("id").ValueKind));
    }

    [Fact]
    public async Task EveryVerb_OneAfterTheOther_StaysAsSet()
    {
        await LikeAsync("cat/0.jpg", "cat/1.jpg", "dog/7.jpg", "dog/8.jpg");
        await RunAsync("merge", "cat/0.jpg", "cat/1.jpg", "--name", "all of it"); // Whatever was computed; some may be one already.
        foreach (var picture in new[] { "dog/7.jpg", "dog/8.jpg" })
            await RunAsync("merge", "cat/0.jpg", picture, "--name", "all of it");
        Assert.Equal(["all of it 1 False 4"], await TastesAsync("name", "cat/1.jpg", "all of it"));

        Assert.Equal(
            ["all of it 1 False 2", "dogs 1 False 2"],
            await TastesAsync("split", "all of it", "7.jpg", "dog/8.jpg", "--name", "dogs"));
        Assert.Equal(["dogs 2.5 False 2", "all of it 1 False 2"], await TastesAsync("weigh", "dogs", "2.5"));
        Assert.Equal(["all of it 1 False 2", "dogs 2.5 True 2"], await TastesAsync("mute", "dog/7.jpg"));
        var muted = (await RunAsync("list")).Output;
        Assert.Matches(
            @"^\w+: 2 tastes\n *\d+  100 %  all of it: cat/\d.jpg and 1 more\n *\d+  muted  dogs: .* and 1 more  \(weight 2.5\)\n$",
            muted);
        var list = (await CliRun.InProcessAsync("recommend", "--user", _user, "--json", "--library", fixture.Library)).Json;
        var taste = Assert.Single(list.GetProperty("tastes").EnumerateArray());
        Assert.Equal("all of it", taste.GetProperty("name").GetString());
        Assert.True(taste.GetProperty("id").GetInt64() > 0);

        Assert.Equal(["dogs 2.5 False 2", "all of it 1 False 2"], await TastesAsync("unmute", "dogs"));
        Assert.Equal(["all of it 1 False 4"], await TastesAsync("merge", "all of it", "dogs"));
        Assert.Equal([" 1 False 4"], await TastesAsync("name", "all of it", ""));
        Assert.DoesNotContain(await TastesAsync("reset", "cat/0.jpg"), line => line.StartsWith("all", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Name_ByNumber_IsThatTaste()
    {
        await LikeAsync("cat/0.jpg");
        await RunAsync("name", "cat/0.jpg", "cats");
        var id = (await RunAsync("list", "--json")).Json.GetProperty("tastes")[0].GetProperty("id").GetInt64();

        Assert.Equal(["cows 1 False 1"], await TastesAsync("name", $"{id}", "cows"));
    }

    [Fact]
    public async Task AnyVerb_AFault_IsOneLine()
    {
        AssertOneLine(1, await RunAsync("list"), $"There is no user {_user}");
        await LikeAsync("cat/0.jpg");

        foreach (var taste in new[] { "99999", "cats", "cat/1.jpg", "" })
        {
            AssertOneLine(
                1, await RunAsync("mute", taste), $"There is no taste {taste}. 'kindred tastes list --user NAME' shows them all.");
        }

        AssertOneLine(1, await RunAsync("split", "cat/0.jpg"), "A taste of one like cannot be split.");
        AssertOneLine(1, await RunAsync("split", "cat/0.jpg", "dog/7.jpg"), "dog/7.jpg is not in that taste.");
        AssertOneLine(1, await RunAsync("merge", "cat/0.jpg", "cat/0.jpg"), "It takes two tastes to merge.");
        AssertOneLine(1, await RunAsync("name", "cat/0.jpg", new string('a', 101)), "at most 100 characters");
    }

    [Theory]
    [InlineData("weigh", "cat/0.jpg", "0")]
    [InlineData("weigh", "cat/0.jpg", "10.5")]
    [InlineData("weigh", "cat/0.jpg", "NaN")]
    [InlineData("weigh", "cat/0.jpg", "much")]
    [InlineData("weigh", "cat/0.jpg")]
    [InlineData("name", "cat/0.jpg")]
    [InlineData("merge", "cat/0.jpg")]
    [InlineData("mute")]
    [InlineData("shout", "cat/0.jpg")]
    public async Task AnyVerb_WrongUsage_IsOneLineAndExitCodeTwo(params string[] args) => AssertOneLine(2, await RunAsync(args), "--help");

    private static void AssertOneLine(int exitCode, CliRun run, string part)
    {
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("kindred: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> LikeAsync(params string[] pictures) =>
        CliRun.InProcessAsync(["like", .. pictures, "--user", _user, "--library", fixture.Library]);

    private Task<CliRun> RunAsync(params string[] args) =>
        CliRun.InProcessAsync(["tastes", .. args, "--user", _user, "--library", fixture.Library]);

    /// <summary>What a verb leaves: name, weight, whether it is muted, and likes of each taste.</summary>
    private async Task<string[]> TastesAsync(params string[] args)
    {
        var run = await RunAsync([.. args, "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return
        [
            .. run.Json.GetProperty("tastes").EnumerateArray().Select(taste => string.Join(
                ' ', taste.GetProperty("name"), taste.GetProperty("weight"), taste.GetProperty("muted"),
                taste.GetProperty("likes").GetArrayLength())),
        ];
    }
}
