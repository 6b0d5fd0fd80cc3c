using System.Text.Json;
using Kindred.Samples;
using Kindred.Tests.Vision.Models;
using Kindred.Vision.Models;

namespace Kindred.Tests.Cli;

public sealed class ModelRangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mobilenet-v2")]
    [InlineData("resnet18")]
    public async Task Ranges_TheDrawnGallery_AreThoseOfTheCatalog(string model)
    {
        FetchedWeights.Need(model);
        SampleGallery.Draw(_folder.Path, 200, cancellationToken: TestContext.Current.CancellationToken);
        File.WriteAllText(_folder.File("bad.jpg"), "no picture");

        var text = await CliRun.InProcessAsync("models", "ranges", model, _folder.Path);
        var json = await CliRun.InProcessAsync("models", "ranges", model, _folder.Path, "--json");

        var expected = ModelCatalog.Default.Find($"{model}-int8").EightBit?.Ranges ?? throw new InvalidOperationException();
        Assert.Equal((200, 1), (json.Json.GetProperty("pictures").GetInt32(), json.Json.GetProperty("failed").GetInt32()));
        AssertSame(expected, json.Json.GetProperty("eightBit"));
        // What is printed goes into a recipe as it is.
        AssertSame(expected, JsonDocument.Parse($"{{{text.Output}}}").RootElement.GetProperty("eightBit"));
    }

    [Fact]
    public async Task Ranges_NoPicture_SaysWhatToName()
    {
        File.WriteAllText(_folder.File("bad.jpg"), "no picture");

        var run = await CliRun.InProcessAsync("models", "ranges", "mobilenet-v2", _folder.Path);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("has no picture that can be read; name a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranges_NoFolder_SaysSo()
    {
        var run = await CliRun.InProcessAsync("models", "ranges", "mobilenet-v2", _folder.File("nowhere"));

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("nowhere; check the name.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranges_SeveralNetworks_NamesOneOfThem()
    {
        var run = await CliRun.InProcessAsync("models", "ranges", "mobilenet-v2+resnet18", _folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'kindred models ranges mobilenet-v2 FOLDER'", run.Error, StringComparison.Ordinal);
    }

    private static void AssertSame(IReadOnlyDictionary<string, IReadOnlyList<float>> expected, JsonElement eightBit)
    {
        var ranges = eightBit.GetProperty("ranges").EnumerateObject()
            .ToDictionary(range => range.Name, range => range.Value.EnumerateArray().Select(bound => bound.GetSingle()).ToArray());
        Assert.Equal(expected.Keys.Order(), ranges.Keys.Order());
        Assert.All(expected, range => Assert.Equal(range.Value, ranges[range.Key]));
    }
}
