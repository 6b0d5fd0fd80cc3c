using System.Text.Json;

namespace Kindred.Tests.Cli;

/// <summary>A gallery folder that was moved: its pictures are known by content, and the library is about them where they are now.</summary>
public sealed class MovedGalleryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Old => _folder.File("old place");

    private string New => _folder.File("new");

    public MovedGalleryTests()
    {
        for (var i = 0; i < 6; i++)
            TestPictures.Write(_folder.File("old place", i < 3 ? "cat" : "dog", $"{i}.jpg"), i);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Index_AfterTheFolderWasMoved_DoublesNothingAndKeepsLikes()
    {
        await RunAsync("index", Old);
        await RunAsync("like", "cat/0.jpg", "--user", "ann");
        var before = await PicturesAsync();
        Directory.Move(Old, New);

        var run = await RunAsync("index", New, "--json");
        var again = await RunAsync("index", New, "--json");
        var status = (await RunAsync("status", "--json")).Json;
        var history = (await RunAsync("history", "--user", "ann", "--json")).Json;

        Assert.Equal((0, 6, 0), (Number(run.Json, "indexed"), Number(run.Json, "renamed"), Number(run.Json, "removed")));
        Assert.Equal((0, 6), (Number(again.Json, "indexed"), Number(again.Json, "unchanged")));
        Assert.Equal(6, Number(status, "images"));
        Assert.Equal([New], status.GetProperty("folders").EnumerateArray().Select(folder => folder.GetString()));
        Assert.Equal(before, await PicturesAsync());
        Assert.True(history.GetProperty("interactions")[0].GetProperty("inLibrary").GetBoolean());
        // Pictures are read again for this: the files are where the library says.
        Assert.Equal(0, (await RunAsync("similar", "cat/0.jpg", "--sheet", _folder.File("sheet.png"))).ExitCode);
    }

    [Fact]
    public async Task Index_APartWasMoved_KeepsTheRestAndSaysHowToTakeItOut()
    {
        await RunAsync("index", Old);
        Directory.Move(Path.Combine(Old, "cat"), Path.Combine(_folder.Path, "cat"));
        Directory.Move(Old, _folder.File("elsewhere"));

        var run = await RunAsync("index", _folder.File("cat"));

        Assert.Contains("0 indexed, 0 unchanged, 3 renamed, 0 removed", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{Old} is gone; 3 pictures of it were found here", run.Output, StringComparison.Ordinal);
        Assert.Contains($"3 were not; if they are gone for good: kindred index '{Old}' --gone\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, Number((await RunAsync("status", "--json")).Json, "images"));
    }

    [Fact]
    public async Task Index_ACopyWhileTheFolderIsThere_IsAnotherFolder()
    {
        await RunAsync("index", Old);
        foreach (var file in Directory.GetFiles(Old, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(New, Path.GetRelativePath(Old, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var run = await RunAsync("index", New, "--json");

        Assert.Equal((6, 0), (Number(run.Json, "indexed"), Number(run.Json, "renamed")));
        Assert.Equal(12, Number((await RunAsync("status", "--json")).Json, "images"));
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.InProcessAsync([.. args, "--library", _folder.File("library")]);

    private async Task<string[]> PicturesAsync()
    {
        var lists = _folder.File("lists.csv");
        await RunAsync("neighbors", "--out", lists);
        return await File.ReadAllLinesAsync(lists, TestContext.Current.CancellationToken);
    }

    private static int Number(JsonElement document, string name) => document.GetProperty(name).GetInt32();
}
