using Kindred.Cli.Output;

namespace Kindred.Tests.Cli;

/// <summary>How the command explains itself, and what it says of commands that are typed wrong.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task NoArguments_AreHelp()
    {
        var run = await CliRun.InProcessAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((await CliRun.InProcessAsync("--help")).Output, run.Output);
        Assert.Contains("recommend", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("similar")]
    [InlineData("tastes", "merge")]
    [InlineData("models", "pull")]
    public async Task Help_OfAVerb_IsWhatTheVerbSaysOfItself(params string[] verb)
    {
        var run = await CliRun.InProcessAsync(["help", .. verb]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Equal((await CliRun.InProcessAsync([.. verb, "--help"])).Output, run.Output);
    }

    [Theory]
    [InlineData("kindred: 'simlar' is not understood; did you mean similar? See: kindred --help\n", "simlar", "a.jpg")]
    [InlineData("kindred: 'recomend' is not understood; did you mean recommend? See: kindred --help\n", "recomend")]
    [InlineData("kindred: 'dupl' is not understood; did you mean duplicates? See: kindred --help\n", "dupl")]
    [InlineData("kindred: 'simlar' is not understood; did you mean similar? See: kindred --help\n", "help", "simlar")]
    [InlineData("kindred: 'lits' is not understood; did you mean list? See: kindred tastes --help\n", "tastes", "lits", "--user", "ann")]
    [InlineData("kindred: '--cuont' is not understood; did you mean --count? See: kindred similar --help\n", "similar", "a.jpg", "--cuont")]
    [InlineData("kindred: '--libary' is not understood; did you mean --library? See: kindred status --help\n", "status", "--libary", "x")]
    [InlineData("kindred: 'fly' is not understood. See: kindred --help\n", "fly")]
    public async Task WordThatIsNone_ANearOneIsNamed(string said, params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);

        Assert.Equal((2, "", said), (run.ExitCode, run.Output, run.Error));
    }

    // From the definition: put in, leave out, change, and swap with the next.
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("list", "lists", 1)]
    [InlineData("list", "lit", 1)]
    [InlineData("list", "lost", 1)]
    [InlineData("list", "lits", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_CountsSlips(string one, string other, int slips) => Assert.Equal(slips, Spelling.Distance(one, other));

    [Theory]
    [InlineData("--count takes a whole number, not 'x'", "similar", "a.jpg", "--count", "x")]
    [InlineData("--diversity takes a number, not 'much'", "recommend", "--like", "a.jpg", "--diversity", "much")]
    [InlineData("a number is expected, not 'x'", "tastes", "weigh", "1", "x", "--user", "ann")]
    public async Task ValueOfAnotherKind_NamesNoTypeOfDotNet(string said, params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"kindred: {said}.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsTheVersionAlone()
    {
        var run = await CliRun.ProcessAsync("--version");

        Assert.Matches(@"^\d+\.\d+\.\d+(-[a-z0-9.]+)?\n$", run.Output);
    }

    [Fact]
    public async Task QuietAndVerbose_ExcludeEachOther()
    {
        var run = await CliRun.InProcessAsync("status", "-q", "-v");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("not both", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_WhatDoesSomething_SaysNothing_WhatAnswersAnswers()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 4; i++)
            TestPictures.Write(folder.File("gallery", $"{i}.jpg"), i);
        var library = folder.File("library");

        var index = await CliRun.InProcessAsync("index", folder.File("gallery"), "--library", library, "--quiet");
        var similar = await CliRun.InProcessAsync("similar", "0.jpg", "-k", "2", "--library", library, "-q");
        var fault = await CliRun.InProcessAsync("similar", "none.jpg", "--library", library, "-q");

        Assert.Equal((0, "", ""), (index.ExitCode, index.Output, index.Error));
        Assert.Equal(3, similar.Output.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(1, fault.ExitCode);
        Assert.Contains("none.jpg", fault.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_NamesTheLibraryAndTheTime_AndWhereAFaultComesFrom()
    {
        using var folder = new TemporaryFolder();
        TestPictures.Write(folder.File("gallery", "0.jpg"), 0);
        var library = folder.File("library");

        var index = await CliRun.InProcessAsync("index", folder.File("gallery"), "--library", library, "-v");
        var fault = await CliRun.InProcessAsync("similar", "none.jpg", "--library", library, "--verbose");

        Assert.Contains("1 indexed", index.Output, StringComparison.Ordinal);
        Assert.Contains("has 1 picture,", index.Output, StringComparison.Ordinal);
        Assert.Contains($"kindred: the library {library}, from --library\n", index.Error, StringComparison.Ordinal);
        Assert.Matches(@"kindred: \d+\.\d\d s\n$", index.Error);
        Assert.Contains("   at Kindred.", fault.Error, StringComparison.Ordinal);
    }
}
