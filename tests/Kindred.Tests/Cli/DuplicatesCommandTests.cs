using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class DuplicatesCommandTests(GalleryFixture fixture) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Duplicates_None_SaysSo()
    {
        var run = await CliRun.InProcessAsync("duplicates", "--library", fixture.Library);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("No two of the 12 pictures", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_Copies_AreListedInTextAndJson()
    {
        var gallery = Directory.CreateDirectory(fixture.File("copies")).FullName;
        for (var i = 0; i < 4; i++)
            TestPictures.Write(Path.Combine(gallery, $"{i}.jpg"), i);
        File.Copy(Path.Combine(gallery, "2.jpg"), Path.Combine(gallery, "a copy.jpg"));
        var library = fixture.File("copies-library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);

        var text = await CliRun.InProcessAsync("duplicates", "--library", library);
        var json = (await CliRun.InProcessAsync("duplicates", "--library", library, "--json")).Json;

        Assert.Contains("keep, first by name", text.Output, StringComparison.Ordinal);
        Assert.Equal((5, 1), (json.GetProperty("pictures").GetInt32(), json.GetProperty("redundant").GetInt32()));
        var group = Assert.Single(json.GetProperty("groups").EnumerateArray());
        Assert.Equal(("identical", "2.jpg", "name"), (
            group.GetProperty("relation").GetString(), group.GetProperty("keep").GetString(), group.GetProperty("reason").GetString()));
        Assert.Equal(
            ["2.jpg", "a copy.jpg"],
            group.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("path").GetString()));
    }
}
