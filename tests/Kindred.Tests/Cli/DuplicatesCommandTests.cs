using Kindred.Libraries;
using NetVips;

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
        Assert.Contains("nothing would be lost", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_OfOneNameInTwoFolders_AreCalledByTheirWholePaths()
    {
        var (first, second) = (fixture.File("first"), fixture.File("second"));
        var library = fixture.File("two-folders-library");
        foreach (var folder in (string[])[first, second])
        {
            Directory.CreateDirectory(folder);
            TestPictures.Write(Path.Combine(folder, "same.jpg"), 1);
            TestPictures.Write(Path.Combine(folder, $"only in {Path.GetFileName(folder)}.jpg"), folder.Length);
            Assert.Equal(0, (await CliRun.InProcessAsync("index", folder, "--library", library)).ExitCode);
        }

        var duplicates = await CliRun.InProcessAsync("duplicates", "--library", library);
        var similar = await CliRun.InProcessAsync("similar", Path.Combine(first, "same.jpg"), "--library", library);

        foreach (var file in (string[])[Path.Combine(first, "same.jpg"), Path.Combine(second, "same.jpg")])
        {
            Assert.Contains($"  {file}  ", duplicates.Output, StringComparison.Ordinal);
            Assert.Contains(file, similar.Output, StringComparison.Ordinal);
        }

        Assert.StartsWith($"Most similar to {Path.Combine(first, "same.jpg")}:\n", similar.Output, StringComparison.Ordinal);
        Assert.Contains("  only in first.jpg", similar.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_OneThingInTwoColors_AreVariantsAndNoDuplicates()
    {
        var gallery = Directory.CreateDirectory(fixture.File("variants")).FullName;
        var rgb = new byte[240 * 240 * 3];
        foreach (var (name, thing) in ((string, (byte, byte, byte))[])[("blue.jpg", (40, 70, 160)), ("red.jpg", (160, 40, 50))])
        {
            Paint(rgb, thing);
            using var pixels = Image.NewFromMemory(rgb, 240, 240, bands: 3, Enums.BandFormat.Uchar);
            pixels.Copy(interpretation: Enums.Interpretation.Srgb).Jpegsave(Path.Combine(gallery, name), q: 95);
        }

        var library = fixture.File("variants-library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);

        var text = await CliRun.InProcessAsync("duplicates", "--library", library);
        var json = (await CliRun.InProcessAsync("duplicates", "--library", library, "--json")).Json;

        Assert.Contains("No two of the 2 pictures", text.Output, StringComparison.Ordinal);
        Assert.Contains("same, 2 colors", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", text.Output, StringComparison.Ordinal);
        Assert.Empty(json.GetProperty("groups").EnumerateArray());
        var group = Assert.Single(json.GetProperty("variants").EnumerateArray());
        Assert.Equal(["blue.jpg", "red.jpg"], group.EnumerateArray().Select(image => image.GetProperty("path").GetString()));
    }

    /// <summary>A thing with a pattern of its own before a wall of noise that stays.</summary>
    private static void Paint(byte[] rgb, (byte Red, byte Green, byte Blue) thing)
    {
        var random = new Random(3);
        int[] noise = [.. Enumerable.Range(0, 24 * 24).Select(_ => random.Next(-40, 40))];
        for (var i = 0; i < 240 * 240; i++)
        {
            var (x, y) = (i % 240, i / 240);
            var isThing = Math.Abs(x - 120) + Math.Abs(y - 120) < 80;
            var (red, green, blue) = isThing ? thing : (Red: (byte)170, Green: (byte)165, Blue: (byte)150);
            var shade = noise[(y / 10 * 24) + (x / 10)];
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = (Level(red + shade), Level(green + shade), Level(blue + shade));
        }
    }

    private static byte Level(int value) => (byte)Math.Clamp(value, 0, 255);
}
