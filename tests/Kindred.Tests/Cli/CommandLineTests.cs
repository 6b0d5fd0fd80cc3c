namespace Kindred.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sample")]
    [InlineData("join")]
    [InlineData("index")]
    [InlineData("similar")]
    [InlineData("recommend")]
    [InlineData("neighbors")]
    [InlineData("like")]
    [InlineData("dislike")]
    [InlineData("seen")]
    [InlineData("forget")]
    [InlineData("history")]
    [InlineData("tastes")]
    [InlineData("evaluate")]
    [InlineData("status")]
    [InlineData("models")]
    [InlineData("config")]
    [InlineData("completion")]
    public async Task Help_EveryVerb_Explains(string verb)
    {
        var run = await CliRun.InProcessAsync(verb, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(verb, run.Output, StringComparison.Ordinal);
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
        Assert.Contains("--library", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("index")]
    [InlineData("index", "a", "b")]
    [InlineData("index", ".", "--limit", "0")]
    [InlineData("index", ".", "--space", "outer")]
    [InlineData("index", ".", "--space", "7")]
    [InlineData("similar", "")]
    [InlineData("similar", "a.jpg", "--sheet", "a.txt")]
    [InlineData("recommend", "--like")]
    [InlineData("sample", "x", "--count", "0")]
    [InlineData("join", "a", "b", "--move", "--link")]
    [InlineData("neighbors")]
    [InlineData("models", "pull", "vgg16", "--from", "ftp://127.0.0.1/x")]
    public async Task Run_WrongUsage_IsOneLineAndExitCodeTwo(params string[] args)
    {
        var run = await CliRun.InProcessAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\t', run.Error);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index", "/nowhere/at/all")]
    [InlineData("index", ".", "--model", "no-such-model")]
    [InlineData("index", ".", "--model", "no-such-file.onnx")]
    [InlineData("join", "/nowhere/at/all", "x")]
    [InlineData("models", "show", "no-such-model")]
    [InlineData("status")]
    public async Task Run_Fault_IsOneLineAndExitCodeOne(params string[] args)
    {
        var run = await CliRun.InProcessAsync([.. args, "--library", _folder.File("library")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Index_FolderMissing_MakesNoLibrary()
    {
        var library = _folder.File("library");

        await CliRun.InProcessAsync("index", _folder.File("none"), "--library", library);

        Assert.False(Directory.Exists(library));
    }

    [Fact]
    public async Task Models_List_MarksTheDefault()
    {
        var run = await CliRun.InProcessAsync("models", "list", "--json");

        var models = run.Json.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(
            "mobilenet-v2-int8", Assert.Single(models, model => model.GetProperty("default").GetBoolean()).GetProperty("id").GetString());
        Assert.Contains(models, model => model.GetProperty("id").GetString() == "keras-2019");
    }

    [Fact]
    public async Task Models_Check_TheDefaultIsRight()
    {
        var run = await CliRun.InProcessAsync("models", "check", "mobilenet-v2", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("right", run.Json.GetProperty("weights")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Models_PullUnreachable_IsOneLine()
    {
        // Port 9 on this machine: nobody listens there.
        using var process = CliRun.Start(
            ["models", "pull", "mobilenet-v2-imagenet", "--from", "http://127.0.0.1:9/x.onnx"], ("KINDRED_MODELS", _folder.Path));
        var run = await CliRun.FinishAsync(process);

        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }
}
