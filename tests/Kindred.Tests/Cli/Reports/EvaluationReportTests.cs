using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Kindred.Libraries;

namespace Kindred.Tests.Cli.Reports;

public sealed class EvaluationReportTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Report_AllTasks_IsAWholePage()
    {
        var folder = fixture.File("report");

        var run = await RunAsync("--task", "all", "--users", "10", "--report", folder, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Path.Combine(folder, "index.html"), run.Json.GetProperty("report").GetString());
        var page = Load(folder);
        Assert.All(page.Descendants().Where(element => element.Name.LocalName == "img"), image =>
            Assert.False(string.IsNullOrWhiteSpace(image.Attribute("alt")?.Value), $"{image}"));
        var references = page.Descendants().SelectMany(element => element.Attributes())
            .Where(attribute => attribute.Name.LocalName is "src" or "href" or "srcset").Select(attribute => attribute.Value).ToList();
        Assert.NotEmpty(references);
        Assert.All(references.Where(reference => !reference.StartsWith('#')), reference =>
            Assert.True(!reference.Contains('/', StringComparison.Ordinal) && File.Exists(Path.Combine(folder, reference)), reference));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "script");
    }

    [Theory]
    [InlineData("labels")]
    [InlineData("users")]
    [InlineData("mixed")]
    public async Task Report_SameSeed_GivesTheSamePage(string task)
    {
        var (first, second) = (fixture.File($"{task}-first"), fixture.File($"{task}-second"));

        await RunAsync("--task", task, "--users", "10", "--report", first);
        await RunAsync("--task", task, "--users", "10", "--report", second);

        Assert.Equal(
            Directory.GetFiles(first).Select(Path.GetFileName).Order(),
            Directory.GetFiles(second).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(first), file =>
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file)))));
    }

    [Fact]
    public async Task Report_HostileNames_AreText()
    {
        var gallery = fixture.File("hostile");
        for (var i = 0; i < 8; i++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(gallery, i < 4 ? "<b onclick=alert(1)>&" : "'\"kind")).FullName;
            TestPictures.Write(Path.Combine(folder, $"<img src=x onerror=alert({i})>.jpg"), i);
        }

        var library = fixture.File("hostile-library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);
        var report = fixture.File("hostile-report");
        var run = await CliRun.InProcessAsync("evaluate", "--task", "all", "--users", "5", "--report", report, "--library", library);
        Assert.Equal(0, run.ExitCode);

        var page = Load(report);
        Assert.DoesNotContain(page.Descendants().SelectMany(element => element.Attributes()), attribute =>
            attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("<b onclick=alert(1)>&", page.Root!.Value, StringComparison.Ordinal);
    }

    // These labels say nothing of the pictures, so that lists go wrong.
    [Fact]
    public async Task Report_ListsThatGoWrong_AreDrawnWithWhatIsWrong()
    {
        var gallery = fixture.File("senseless");
        for (var i = 0; i < 40; i++)
            TestPictures.Write(fixture.File("senseless", $"kind{i % 10}", $"{i}.jpg"), i);
        var library = fixture.File("senseless-library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library, "--space", "visual")).ExitCode);
        var report = fixture.File("senseless-report");

        var run = await CliRun.InProcessAsync(
            "evaluate", "--task", "all", "--users", "10", "--report", report, "--library", library, "--json");

        Assert.Equal(0, run.ExitCode);
        var mixed = Section(Load(report), "mixed");
        Assert.Equal(2, mixed.Descendants().Count(element => element.Name.LocalName == "figure"));
        var worst = run.Json.GetProperty("mixed").GetProperty("worst");
        Assert.InRange(worst.GetArrayLength(), 1, 6);
        var lists = Lists(mixed);
        Assert.Equal(
            worst.EnumerateArray().Select(miss => Names(miss.GetProperty("recommendedPaths"))),
            lists.Select(list => list.Descendants().Where(element => IsOfClass(element, "name")).Select(name => name.Value)));
        Assert.All(
            mixed.Elements().Where(element => element.Name.LocalName == "h4").Zip(worst.EnumerateArray()),
            entry => Assert.Equal(
                entry.Second.GetProperty("missing").EnumerateArray().Select(kind => kind.GetString()),
                entry.First.Value[entry.First.Value.IndexOf("the ten have no ", StringComparison.Ordinal)..]["the ten have no ".Length..]
                    .Split([", ", " or "], StringSplitOptions.None)));

        var labels = run.Json.GetProperty("labels").GetProperty("worst").EnumerateArray().ToList();
        Assert.Equal(6, labels.Count);
        Assert.All(labels.Zip(Lists(Section(Load(report), "labels"))), entry =>
        {
            Assert.Equal(
                Names(entry.First.GetProperty("foundPaths")),
                entry.Second.Descendants().Where(element => IsOfClass(element, "name")).Select(name => name.Value));
            Assert.Contains(entry.Second.Elements(), element => IsOfClass(element, "tile wrong"));
        });
    }

    [Fact]
    public async Task Report_FolderIsAFile_IsAnErrorInOneLine()
    {
        var file = fixture.File("a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var run = await RunAsync("--report", file);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    private static XElement Section(XDocument page, string id) =>
        page.Descendants().Single(element => element.Name.LocalName == "section" && element.Attribute("id")?.Value == id);

    private static List<XElement> Lists(XElement section) =>
        [.. section.Descendants().Where(element => element.Name.LocalName == "ol" && IsOfClass(element, "tiles"))];

    private static bool IsOfClass(XElement element, string name) => element.Attribute("class")?.Value == name;

    private static IEnumerable<string?> Names(JsonElement paths) =>
        paths.EnumerateArray().Select(path => Path.GetFileName(path.GetString()));

    private static XDocument Load(string folder)
    {
        using var reader = XmlReader.Create(
            Path.Combine(folder, "index.html"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync(["evaluate", .. args, "--library", fixture.Library]);
}
