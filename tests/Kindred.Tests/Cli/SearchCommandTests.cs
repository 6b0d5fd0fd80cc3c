using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class SearchCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Similar_NameInLibrary_ListsOthersNearestFirst()
    {
        var run = await RunAsync("similar", "cat/0.jpg", "--json");

        Assert.Equal(0, run.ExitCode);
        var results = run.Json.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(5, results.Count);
        Assert.Equal("cat/0.jpg", run.Json.GetProperty("query").GetString());
        Assert.DoesNotContain(results, result => result.GetProperty("path").GetString() == "cat/0.jpg");
        Assert.Equal(results.Select(Score).OrderDescending(), results.Select(Score));
        Assert.All(results, result =>
        {
            Assert.Equal(1, Score(result) + result.GetProperty("distance").GetDouble(), 1e-5);
            Assert.Equal(result.GetProperty("path").GetString()!.Split('/')[0], result.GetProperty("label").GetString());
            Assert.True(File.Exists(result.GetProperty("file").GetString()));
        });
    }

    [Fact]
    public async Task Similar_FileNameAlone_FindsTheOnlyOne() =>
        Assert.Equal("dog/7.jpg", (await RunAsync("similar", "7.jpg", "--json")).Json.GetProperty("query").GetString());

    [Fact]
    public async Task Similar_FileOutside_IsEmbedded()
    {
        var run = await RunAsync("similar", fixture.Outside, "-k", "3", "--json");

        Assert.Equal((0, 3), (run.ExitCode, run.Json.GetProperty("results").GetArrayLength()));
    }

    [Fact]
    public async Task Similar_CopyOfAnImageOutside_FindsItFirst()
    {
        var copy = fixture.File("copy.jpg");
        File.Copy(System.IO.Path.Combine(fixture.Gallery, "dog", "8.jpg"), copy, overwrite: true);

        var first = (await RunAsync("similar", copy, "--json")).Json.GetProperty("results")[0];

        Assert.Equal("dog/8.jpg", first.GetProperty("path").GetString());
        Assert.Equal(1, Score(first), 1e-3);
    }

    [Fact]
    public async Task Similar_KBeyondTheGallery_ListsAllOthers() =>
        Assert.Equal(11, (await RunAsync("similar", "cat/0.jpg", "-k", "100000", "--json")).Json.GetProperty("results").GetArrayLength());

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("many")]
    public async Task Similar_ImpossibleK_IsWrongUsage(string k) => AssertOneLine(2, await RunAsync("similar", "cat/0.jpg", "-k", k));

    [Fact]
    public async Task Similar_MissingPicture_IsAnErrorInOneLine() =>
        AssertOneLine(1, await RunAsync("similar", "nothing.jpg"), "nothing.jpg");

    [Fact]
    public async Task Similar_TextFile_IsAnErrorInOneLine()
    {
        var text = fixture.File("text.txt");
        await File.WriteAllTextAsync(text, "no picture", TestContext.Current.CancellationToken);

        AssertOneLine(1, await RunAsync("similar", text), "not a picture");
    }

    [Fact]
    public async Task Similar_Folder_IsAnErrorInOneLine() => AssertOneLine(1, await RunAsync("similar", fixture.Gallery), "folder");

    [Theory]
    [InlineData("similar")]
    [InlineData("recommend", "--like")]
    [InlineData("recommend", "--dislike")]
    [InlineData("like", "--user", "namer")]
    public async Task AnyVerb_NameOfNoPicture_SaysWhatItIs(params string[] verb)
    {
        foreach (var folder in (string[])[fixture.Gallery + "/", fixture.Gallery + "/cat/", "/", ".", ".."])
            AssertOneLine(1, await RunAsync([.. verb, folder]), $"{folder} is a folder; name a picture.");
        foreach (var nothing in (string[])["none/", "cat/0.jpg/", "back\\slash.jpg"])
            AssertOneLine(1, await RunAsync([.. verb, nothing]), $"There is no picture {nothing}");
        AssertOneLine(1, await RunAsync([.. verb, "a\0b"]), "There is no picture a\\x00b");
        Assert.Equal(2, (await RunAsync([.. verb, ""])).ExitCode);
    }

    [Fact]
    public async Task Similar_NoLibrary_SaysHowToMakeOne() =>
        AssertOneLine(1, await CliRun.InProcessAsync("similar", "a.jpg", "--library", fixture.File("none")), "kindred index");

    [Fact]
    public async Task Similar_EmptyLibrary_SaysHowToFillIt()
    {
        var library = fixture.File("empty-library");
        var folder = Directory.CreateDirectory(fixture.File("empty-folder")).FullName;
        Assert.Equal(0, (await CliRun.InProcessAsync("index", folder, "--library", library)).ExitCode);

        AssertOneLine(1, await CliRun.InProcessAsync("similar", "a.jpg", "--library", library), "no pictures yet");
    }

    [Fact]
    public async Task Json_OnError_IsADocumentToo()
    {
        var run = await RunAsync("similar", "nothing.jpg", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing.jpg", run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_Likes_LeavesThemAndTheirCopiesOut()
    {
        var run = await RunAsync("recommend", "--like", "cat/0.jpg", "cat/1.jpg", "--dislike", "dog/9.jpg", "-k", "100", "--json");

        var paths = run.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("path").GetString()).ToList();
        // The dislike takes away what is nearer to it than to the likes, too.
        Assert.InRange(paths.Count, 1, 9);
        Assert.DoesNotContain("cat/0.jpg", paths);
        Assert.DoesNotContain("cat/1.jpg", paths);
        Assert.DoesNotContain("dog/9.jpg", paths);
    }

    [Fact]
    public async Task Recommend_OneLike_ListsTheSameAsSimilar()
    {
        var similar = (await RunAsync("similar", "cat/3.jpg", "-k", "4", "--json")).Json.GetProperty("results").EnumerateArray();
        var recommended = (await RunAsync("recommend", "--like", "cat/3.jpg", "-k", "4", "--json"))
            .Json.GetProperty("results").EnumerateArray();

        Assert.Equal(similar.Select(Path), recommended.Select(Path));
        Assert.All(similar.Zip(recommended), pair => Assert.Equal(Score(pair.First), Score(pair.Second), 1e-5));
    }

    [Fact]
    public async Task Recommend_LikedAndDisliked_IsAnError() =>
        AssertOneLine(1, await RunAsync("recommend", "--like", "cat/0.jpg", "--dislike", "cat/0.jpg"), "liked and disliked");

    [Fact]
    public async Task Sheets_AreDrawn()
    {
        var similar = fixture.File("similar.png");
        var recommended = fixture.File("recommended.png");

        Assert.Equal(0, (await RunAsync("similar", "cat/0.jpg", "--sheet", similar)).ExitCode);
        Assert.Equal(0, (await RunAsync("recommend", "--like", "cat/0.jpg", "--dislike", "dog/9.jpg", "--sheet", recommended)).ExitCode);

        foreach (var path in (string[])[similar, recommended])
        {
            using var sheet = SkiaSharp.SKBitmap.Decode(path);
            Assert.True(sheet.Width > 400 && sheet.Height > 150, $"{sheet.Width} × {sheet.Height}");
        }
    }

    [Fact]
    public async Task Evaluate_TwoLabels_ReportsAgainstChance()
    {
        var run = await RunAsync("evaluate", "--json");

        Assert.Equal(0, run.ExitCode);
        var labels = run.Json.GetProperty("labels");
        Assert.Equal((12, 2), (labels.GetProperty("queries").GetInt32(), labels.GetProperty("labels").GetInt32()));
        Assert.Equal(5 / 11.0, labels.GetProperty("chance").GetDouble(), 1e-9);
        var precision = labels.GetProperty("precisionAt5");
        Assert.InRange(
            precision.GetProperty("mean").GetDouble(), precision.GetProperty("low").GetDouble(), precision.GetProperty("high").GetDouble());
    }

    [Fact]
    public async Task Evaluate_OneLabel_SaysWhatIsMissing()
    {
        var library = fixture.File("one-label");
        await CliRun.InProcessAsync("index", System.IO.Path.Combine(fixture.Gallery, "cat"), "--library", library);

        AssertOneLine(1, await CliRun.InProcessAsync("evaluate", "--library", library), "two labels");
    }

    [Fact]
    public async Task Status_SaysWhatIsThere()
    {
        var run = await RunAsync("status", "--json");

        Assert.Equal(12, run.Json.GetProperty("images").GetInt32());
        Assert.Equal(6, run.Json.GetProperty("labels").GetProperty("dog").GetInt32());
        Assert.Equal("mobilenet-v2-int8", run.Json.GetProperty("stamp").GetProperty("model").GetString());
        Assert.Equal("Learned", run.Json.GetProperty("space").GetProperty("wanted").GetString());
        Assert.Equal(2080, run.Json.GetProperty("stamp").GetProperty("dimensions").GetInt32());
    }

    private static string? Path(JsonElement result) => result.GetProperty("path").GetString();

    private static double Score(JsonElement result) => result.GetProperty("score").GetDouble();

    private static void AssertOneLine(int exitCode, CliRun run, string part = "")
    {
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("kindred: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", fixture.Library]);
}
