using System.Globalization;
using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class EvaluateCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Evaluate_AllTasks_ReportsFiguresWithIntervals()
    {
        var run = await RunAsync("--task", "all", "--users", "20", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(12, run.Json.GetProperty("labels").GetProperty("queries").GetInt32());
        // Sixteen cases of twelve pictures, less those without a thing to recolor or reshape.
        Assert.InRange(run.Json.GetProperty("duplicates").GetProperty("copies").GetInt32(), 12 * 13, 12 * 16);
        Assert.All(run.Json.GetProperty("users").GetProperty("rows").EnumerateArray(), row =>
        {
            var hits = row.GetProperty("hitRateAt10");
            Assert.InRange(hits.GetProperty("mean").GetDouble(), hits.GetProperty("low").GetDouble(), hits.GetProperty("high").GetDouble());
        });
        var figures = run.Json.GetProperty("figures");
        Assert.Equal(
            run.Json.GetProperty("labels").GetProperty("precisionAt5").GetProperty("mean").GetDouble(),
            figures.GetProperty("labels.precision@5").GetDouble());
        Assert.True(figures.TryGetProperty("users.2.tastes.allTastes@10", out _));
        Assert.True(figures.TryGetProperty("duplicates.recall", out _));
    }

    [Fact]
    public async Task Evaluate_AllTasksWithoutLabels_JudgesWhatNeedsNone()
    {
        var (gallery, library) = (fixture.File("flat"), fixture.File("flat-library"));
        Directory.CreateDirectory(gallery);
        for (var i = 0; i < 3; i++)
            TestPictures.Write(Path.Combine(gallery, $"{i}.jpg"), i);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);

        var all = await CliRun.InProcessAsync("evaluate", "--task", "all", "--library", library, "--json");
        var labels = await CliRun.InProcessAsync("evaluate", "--library", library);

        Assert.Equal(0, all.ExitCode);
        Assert.Contains("without two labels to judge by", all.Error, StringComparison.Ordinal);
        Assert.True(all.Json.GetProperty("figures").TryGetProperty("duplicates.recall", out _));
        Assert.False(all.Json.GetProperty("figures").TryGetProperty("labels.precision@5", out _));
        Assert.Equal(1, labels.ExitCode);
        Assert.Contains("begin their names with it", labels.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_SameSeed_GivesTheSameDocument() =>
        Assert.Equal(
            (await RunAsync("--task", "users", "--users", "10", "--seed", "5", "--json")).Output,
            (await RunAsync("--task", "users", "--users", "10", "--seed", "5", "--json")).Output);

    [Fact]
    public async Task Gate_FloorsThatHold_Passes()
    {
        var run = await RunAsync("--gate", GateFile("""{ "labels.precision@5": 0.0 }"""), "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.True(run.Json.GetProperty("gate").GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task Gate_FloorThatIsMissed_FailsAndSaysWhich()
    {
        var gate = GateFile("""{ "labels.precision@5": 1.1, "labels.mAP@10": 0 }""");

        var text = await RunAsync("--gate", gate);
        var json = await RunAsync("--gate", gate, "--json");

        Assert.Equal((1, 1), (text.ExitCode, json.ExitCode));
        Assert.Contains("below its floor: labels.precision@5", text.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 2 floors is missed", text.Output, StringComparison.Ordinal);
        var missed = Assert.Single(json.Json.GetProperty("gate").GetProperty("missed").EnumerateArray());
        Assert.Equal("labels.precision@5", missed.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{ "users.2.tastes.hitRate@10": 0.1 }""", "was not measured")]
    [InlineData("""{ "labels.precision@5": "high" }""", "JSON object of numbers")]
    [InlineData("[1]", "JSON object of numbers")]
    [InlineData("no JSON", "JSON object of numbers")]
    public async Task Gate_ThatCannotBeChecked_IsAnErrorInOneLine(string gate, string part)
    {
        var run = await RunAsync("--gate", GateFile(gate));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_MissingFile_IsAnErrorInOneLine() =>
        Assert.Equal(1, (await RunAsync("--gate", fixture.File("no.json"))).ExitCode);

    [Fact]
    public async Task Status_AfterEvaluating_HasTheFiguresOfEachTasksLastRun()
    {
        var figures = (await RunAsync("--task", "all", "--users", "10", "--json")).Json.GetProperty("figures");
        var copies = (await RunAsync("--task", "duplicates", "--seed", "7", "--json")).Json.GetProperty("figures");

        var text = await CliRun.InProcessAsync("status", "--library", fixture.Library);
        var kept = (await CliRun.InProcessAsync("status", "--library", fixture.Library, "--json")).Json.GetProperty("evaluation");

        Assert.Contains("evaluated 2", text.Output, StringComparison.Ordinal);
        Assert.Contains(", seed 7, 12 pictures\n", text.Output, StringComparison.Ordinal);
        var precision = figures.GetProperty("labels.precision@5").GetDouble().ToString("0.000", CultureInfo.InvariantCulture);
        Assert.Contains($"labels.precision@5 {precision}", text.Output, StringComparison.Ordinal);
        Assert.True(kept.GetProperty("current").GetBoolean());
        Assert.Equal((7, 12), (kept.GetProperty("seed").GetInt32(), kept.GetProperty("images").GetInt32()));
        Assert.Equal(
            figures.EnumerateObject()
                .Where(figure => !figure.Name.StartsWith("duplicates", StringComparison.Ordinal))
                .Concat(copies.EnumerateObject())
                .Select(figure => (figure.Name, figure.Value.GetDouble())),
            kept.GetProperty("figures").EnumerateObject().Select(figure => (figure.Name, figure.Value.GetDouble())));
    }

    [Fact]
    public async Task Evaluate_UnknownTask_IsWrongUsage() => Assert.Equal(2, (await RunAsync("--task", "magic")).ExitCode);

    private string GateFile(string json)
    {
        var path = fixture.File($"gate-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, json);
        return path;
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync(["evaluate", .. args, "--library", fixture.Library]);
}
