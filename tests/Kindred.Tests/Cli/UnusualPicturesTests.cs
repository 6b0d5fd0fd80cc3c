using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Cli;

/// <summary>
/// Folders as they are found: unusual pictures that must be read, broken ones that must be named, and neither in the other's way.
/// </summary>
public sealed class UnusualPicturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
    }

    [Fact]
    public async Task Index_GoodAmongBad_TakesAllTheGoodAndNamesAllTheBad()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and file modes as here are a matter of Unix.");
        var gallery = Directory.CreateDirectory(Path.Combine(_folder.Path, "gallery")).FullName;
        var good = PictureFolder.WriteGood(gallery).Select(Path.GetFileName).ToList();
        var bad = PictureFolder.WriteBad(gallery).Select(Path.GetFileName).ToList();
        if (Environment.IsPrivilegedProcess)
        {
            // The superuser may read what nobody else may, and it is a good picture.
            bad.Remove("unreadable.jpg");
            good.Add("unreadable.jpg");
        }

        var library = Path.Combine(_folder.Path, "library");
        var run = await CliRun.InProcessAsync("index", gallery, "--library", library, "--json");

        Assert.Equal(0, run.ExitCode);
        var failures = run.Json.GetProperty("failures").EnumerateArray()
            .ToDictionary(failure => failure.GetProperty("path").GetString()!, failure => failure.GetProperty("reason").GetString()!);
        Assert.Equal(bad.Order(StringComparer.Ordinal), failures.Keys.Order(StringComparer.Ordinal));
        Assert.All(failures.Values, reason => Assert.InRange(reason.Length, 5, 100));
        Assert.Equal(good.Count, run.Json.GetProperty("indexed").GetInt32());
        Assert.Equal(bad.Count, run.Json.GetProperty("failed").GetInt32());

        // What was indexed can be found by its name, whatever the name is.
        foreach (var name in good)
        {
            var similar = await CliRun.InProcessAsync("similar", name!, "--library", library, "--json", "-k", "1");
            Assert.Equal((0, 1), (similar.ExitCode, similar.Json.GetProperty("results").GetArrayLength()));
        }
    }

    [Fact]
    public async Task Similar_NamesThatWouldSteerATerminal_AreShownAsCodes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No file can be called that.");
        var gallery = Directory.CreateDirectory(Path.Combine(_folder.Path, "gallery")).FullName;
        string[] names = ["plain.jpg", "red \u001b[31m and \u001b]0;title\a.jpg", "two\nlines.jpg"];
        foreach (var (i, name) in names.Index())
            TestPictures.Write(Path.Combine(gallery, name), i);
        var library = Path.Combine(_folder.Path, "library");
        await CliRun.InProcessAsync("index", gallery, "--library", library);

        var run = await CliRun.InProcessAsync("similar", "plain.jpg", "--library", library);

        var lines = run.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
        Assert.Contains(lines, line => line.Contains("red \\x1b[31m and \\x1b]0;title\\x07.jpg", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("two\\x0alines.jpg", StringComparison.Ordinal));
    }
}
