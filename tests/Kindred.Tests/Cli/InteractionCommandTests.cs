using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class InteractionCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    private readonly string _user = Guid.NewGuid().ToString("N"); // The library is shared; every test has a user of its own.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Like_ByAnyNameAndByFile_IsRemembered()
    {
        var copy = fixture.File("copy-of-8.jpg");
        File.Copy(Path.Combine(fixture.Gallery, "dog", "8.jpg"), copy, overwrite: true);

        var run = await RunAsync(
            "like", "cat/0.jpg", "7.jpg", Path.Combine(fixture.Gallery, "dog", "9.jpg"), copy, "--user", _user, "--json");

        Assert.Equal((0, 4, 0, 0), (run.ExitCode, Number(run.Json, "new"), Number(run.Json, "updated"), Number(run.Json, "alreadyThere")));
        string[] expected = ["cat/0.jpg", "dog/7.jpg", "dog/9.jpg", "dog/8.jpg"];
        Assert.Equal(expected, run.Json.GetProperty("pictures").EnumerateArray().Select(path => path.GetString()));
        Assert.Equal(expected, (await HistoryAsync()).Select(entry => Text(entry, "path")));
    }

    [Fact]
    public async Task Like_Again_SaysThatItWasThere()
    {
        await RunAsync("like", "cat/0.jpg", "--user", _user);

        var run = await RunAsync("like", "cat/0.jpg", "cat/1.jpg", "--user", _user);

        Assert.Equal((0, $"2 pictures liked by {_user}: 1 new, 1 already there.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task Choose_WeightAndTime_AreKept()
    {
        await RunAsync("dislike", "cat/0.jpg", "--user", _user, "--weight", "2.5", "--time", "2026-11-24T09:00:00+01:00");
        await RunAsync("like", "cat/1.jpg", "--user", _user, "--time", "2026-11-23");
        await RunAsync("seen", "cat/0.jpg", "--user", _user, "--time", "2026-11-25");

        var history = await HistoryAsync();

        Assert.Equal(
            ["like cat/1.jpg", "dislike cat/0.jpg", "seen cat/0.jpg"],
            history.Select(entry => $"{Text(entry, "kind")} {Text(entry, "path")}"));
        Assert.Equal((2.5, "2026-11-24T08:00:00.0000000Z"), (history[1].GetProperty("weight").GetDouble(), Text(history[1], "time")));
        var text = (await RunAsync("history", "--user", _user)).Output;
        Assert.Equal(
            $"""
            {_user}: 1 like, 1 dislike, 1 seen
            2026-11-23 00:00:00Z  like     cat/1.jpg
            2026-11-24 08:00:00Z  dislike  cat/0.jpg  (weight 2.5)
            2026-11-25 00:00:00Z  seen     cat/0.jpg

            """, text);
    }

    [Fact]
    public async Task Dislike_WhatIsLiked_IsAnErrorThatHelps()
    {
        await RunAsync("like", "cat/0.jpg", "--user", _user);

        AssertOneLine(1, await RunAsync("dislike", "cat/1.jpg", "cat/0.jpg", "--user", _user), $"kindred forget cat/0.jpg --user {_user}");
        Assert.Single(await HistoryAsync());

        Assert.Equal(0, (await RunAsync("forget", "cat/0.jpg", "--user", _user)).ExitCode);
        Assert.Equal(0, (await RunAsync("dislike", "cat/0.jpg", "--user", _user)).ExitCode);
    }

    [Fact]
    public async Task Like_UnknownPicture_SaysHowToPutItIn()
    {
        AssertOneLine(
            1, await RunAsync("like", "cat/0.jpg", "none.jpg", "--user", _user),
            "no picture none.jpg in the library. Put it in with: kindred index FOLDER");
        AssertOneLine(1, await RunAsync("like", fixture.Outside, "--user", _user), "Put it in with: kindred index FOLDER");
        AssertOneLine(1, await RunAsync("like", fixture.Gallery, "--user", _user), "is a folder");
        AssertOneLine(1, await RunAsync("history", "--user", _user), "There is no user");
    }

    [Fact]
    public async Task Like_NoLibrary_SaysHowToMakeOne() =>
        AssertOneLine(1, await CliRun.InProcessAsync("like", "a.jpg", "--user", "ann", "--library", fixture.File("none")), "kindred index");

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    public async Task AnyVerb_ImpossibleUser_IsAnErrorInOneLine(string user)
    {
        AssertOneLine(1, await RunAsync("like", "cat/0.jpg", "--user", user), "name");
        AssertOneLine(1, await RunAsync("forget", "cat/0.jpg", "--user", user), "name");
        AssertOneLine(1, await RunAsync("history", "--user", user), "name");
    }

    [Theory]
    [InlineData("like", "a.jpg")]
    [InlineData("like", "--user", "ann")]
    [InlineData("like", "", "--user", "ann")]
    [InlineData("like", "a.jpg", "--user", "ann", "--weight", "0")]
    [InlineData("like", "a.jpg", "--user", "ann", "--weight", "NaN")]
    [InlineData("like", "a.jpg", "--user", "ann", "--weight", "much")]
    [InlineData("like", "a.jpg", "--user", "ann", "--time", "yesterday")]
    [InlineData("forget", "--user", "ann")]
    [InlineData("forget", "a.jpg", "--all", "--user", "ann")]
    [InlineData("forget", "a.jpg")]
    [InlineData("history", "--kind", "like")]
    [InlineData("history", "--user", "ann", "--kind", "Love!")]
    [InlineData("history", "--user", "ann", "--import", "a.jsonl", "--export", "b.jsonl")]
    [InlineData("history", "--user", "ann", "--import", "")]
    [InlineData("history", "--user", "ann", "--export", "sofa.jpg")]
    public async Task AnyVerb_WrongUsage_IsOneLineAndExitCodeTwo(params string[] args) => AssertOneLine(2, await RunAsync(args), "--help");

    [Fact]
    public async Task Forget_WhatIsNotThere_SaysSoWithoutError()
    {
        await RunAsync("like", "cat/0.jpg", "dog/6.jpg", "--user", _user);

        var run = await RunAsync("forget", "cat/1.jpg", "none.jpg", "cat/0.jpg", "--user", _user, "--json");

        Assert.Equal((0, 1), (run.ExitCode, Number(run.Json, "forgotten")));
        Assert.Equal(["cat/1.jpg", "none.jpg"], run.Json.GetProperty("notThere").EnumerateArray().Select(name => name.GetString()));
        var again = await RunAsync("forget", "cat/0.jpg", "--user", _user);
        Assert.Equal((0, $"{_user} has not chosen cat/0.jpg; there is nothing to forget.\n"), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task Forget_All_TakesTheUserAway()
    {
        await RunAsync("like", "cat/0.jpg", "cat/1.jpg", "--user", _user);

        Assert.Equal($"Forgot 2 choices of {_user}.\n", (await RunAsync("forget", "--all", "--user", _user)).Output);

        AssertOneLine(1, await RunAsync("history", "--user", _user), "There is no user");
    }

    [Theory]
    [InlineData("forget", "--all")]
    [InlineData("forget", "cat/0.jpg")]
    [InlineData("history")]
    [InlineData("history", "--export", "none.jsonl")]
    [InlineData("recommend")]
    [InlineData("tastes", "list")]
    [InlineData("tastes", "mute", "1")]
    public async Task AnyVerb_UnknownUser_SaysTheSame(params string[] args)
    {
        var run = await RunAsync([.. args, "--user", "no body"]);

        AssertOneLine(1, run, "There is no user no body");
        Assert.EndsWith("Make one with: kindred like IMAGE --user 'no body', or see who there is with: kindred history\n", run.Error);
    }

    [Fact]
    public async Task Forget_PictureThatIsGone_GoesByItsOldName()
    {
        var gallery = fixture.File("gone");
        foreach (var i in (int[])[1, 2, 3, 4])
            TestPictures.Write(fixture.File("gone", "p", $"{i}.jpg"), i);
        Task<CliRun> Run(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.File("gone-library")]);
        await Run("index", gallery);
        await Run("like", "p/1.jpg", "p/2.jpg", "p/3.jpg", "--user", "ann");
        await Run("seen", "p/1.jpg", "--user", "ann");
        File.Delete(Path.Combine(gallery, "p", "1.jpg"));
        File.Delete(Path.Combine(gallery, "p", "2.jpg"));
        File.Move(Path.Combine(gallery, "p", "3.jpg"), Path.Combine(gallery, "p", "2.jpg"));
        await Run("index", gallery);

        var text = (await Run("history", "--user", "ann")).Output;
        Assert.Contains("p/1.jpg  (not in the library now)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("3.jpg", text, StringComparison.Ordinal); // It is called 2.jpg now.

        Assert.Equal("Forgot 2 choices of ann.\n", (await Run("forget", "1.jpg", "--user", "ann")).Output);
        // The one gone, and the one there now.
        Assert.Equal("Forgot 2 choices of ann.\n", (await Run("forget", "p/2.jpg", "--user", "ann")).Output);
        AssertOneLine(1, await Run("history", "--user", "ann"), "nor any other");
    }

    [Fact]
    public async Task History_NoUser_ListsThem()
    {
        var library = fixture.File("users-library");
        Task<CliRun> Run(params string[] args) => CliRun.InProcessAsync([.. args, "--library", library]);
        await Run("index", fixture.Gallery);
        Assert.Contains("kindred like IMAGE --user NAME", (await Run("history")).Output, StringComparison.Ordinal);
        await Run("like", "cat/0.jpg", "cat/1.jpg", "--user", "zoe");
        await Run("dislike", "cat/0.jpg", "--user", "bo");

        Assert.Equal("bo   1 dislike\nzoe  2 likes\n", (await Run("history")).Output);
        var users = (await Run("history", "--json")).Json.GetProperty("users").EnumerateArray().ToList();
        Assert.Equal(["bo", "zoe"], users.Select(user => Text(user, "user")));
        Assert.Equal((2, 0, 0), (Number(users[1], "likes"), Number(users[1], "dislikes"), Number(users[1], "seen")));
        AssertOneLine(1, await Run("history", "--user", "al"), "bo, zoe");
    }

    [Fact]
    public async Task History_Kind_IsOnlyThat()
    {
        await RunAsync("like", "cat/0.jpg", "--user", _user);
        await RunAsync("seen", "cat/1.jpg", "--user", _user);

        Assert.Equal(["cat/1.jpg"], (await HistoryAsync("--kind", "seen")).Select(entry => Text(entry, "path")));
        Assert.Equal($"{_user}: no dislike\n", (await RunAsync("history", "--user", _user, "--kind", "dislike")).Output);
    }

    [Fact]
    public async Task ExportAndImport_OtherUserOfOtherLibrary_IsTheSameHistory()
    {
        await RunAsync("like", "cat/0.jpg", "dog/8.jpg", "--user", _user, "--weight", "0.3");
        await RunAsync("dislike", "cat/3.jpg", "--user", _user, "--time", "2020-02-02");
        var file = fixture.File("exports", _user + ".jsonl");
        var export = await RunAsync("history", "--user", _user, "--export", file, "--json");
        Assert.Equal((0, 3), (export.ExitCode, Number(export.Json, "interactions")));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!, _user + "*"));

        var again = await RunAsync("history", "--user", _user, "--import", file);
        Assert.Equal($"Imported for {_user}: 0 new, 0 changed, 3 already there.\n", again.Output);

        var library = fixture.File("cats-library");
        await CliRun.InProcessAsync("index", Path.Combine(fixture.Gallery, "cat"), "--library", library);
        var import = await CliRun.InProcessAsync("history", "--user", "ann", "--import", file, "--json", "--library", library);
        Assert.Equal((3, 1), (Number(import.Json, "new"), Number(import.Json, "absent")));
        var copy = fixture.File("exports", "copy.jsonl");
        await CliRun.InProcessAsync("history", "--user", "ann", "--export", copy, "--library", library);
        Assert.Equal(await File.ReadAllTextAsync(file, Cancel), await File.ReadAllTextAsync(copy, Cancel));
    }

    [Fact]
    public async Task Export_UnknownUser_LeavesTheFileAlone()
    {
        var file = fixture.File("exports", "kept.jsonl");
        await File.WriteAllTextAsync(file, "kept", Cancel);

        AssertOneLine(1, await RunAsync("history", "--user", _user, "--export", file), "There is no user");

        Assert.Equal("kept", await File.ReadAllTextAsync(file, Cancel));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!, "kept*"));
    }

    [Fact]
    public async Task Import_BrokenLine_NamesFileAndLine()
    {
        var file = fixture.File("broken.jsonl");
        await File.WriteAllTextAsync(file, """
            {"kind":"like","path":"cat/0.jpg"}
            {"kind":"like","path":"cat/99.jpg"}
            """, Cancel);

        AssertOneLine(1, await RunAsync("history", "--user", _user, "--import", file), $"{file}, line 2: there is no picture cat/99.jpg");
        AssertOneLine(1, await RunAsync("history", "--user", _user), "There is no user");
    }

    [Fact]
    public async Task Import_NoTextOrNoFile_IsAnErrorInOneLine()
    {
        AssertOneLine(
            1, await RunAsync("history", "--user", _user, "--import", Path.Combine(fixture.Gallery, "cat", "0.jpg")),
            "not text in UTF-8");
        AssertOneLine(1, await RunAsync("history", "--user", _user, "--import", fixture.File("none.jsonl")), "There is no file");
        AssertOneLine(1, await RunAsync("history", "--user", _user, "--import", fixture.Gallery), "cannot be read");
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static void AssertOneLine(int exitCode, CliRun run, string part)
    {
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("kindred: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.Library]);

    private async Task<List<JsonElement>> HistoryAsync(params string[] args) =>
        [.. (await RunAsync(["history", "--user", _user, "--json", .. args])).Json.GetProperty("interactions").EnumerateArray()];
}
