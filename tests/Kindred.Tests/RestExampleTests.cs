using System.Diagnostics;
using Kindred.Galleries;
using Kindred.Tests.Server;

namespace Kindred.Tests;

/// <summary>The examples in docs/rest.md are the programs in <c>examples</c>, of ten lines at most, and they do what they say.</summary>
public sealed class RestExampleTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static readonly string Root = ReadmeTests.Root();

    [Theory]
    [InlineData("sh", "rest.sh")]
    [InlineData("csharp", "RestClient/Program.cs")]
    [InlineData("js", "rest.mjs")]
    public async Task Documentation_OfTheApi_HasTheExample(string language, string file)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root, "docs", "rest.md"), TestContext.Current.CancellationToken);
        var example = (await File.ReadAllTextAsync(Path.Combine(Root, "examples", file), TestContext.Current.CancellationToken)).Trim();

        Assert.Contains($"```{language}\n{example}\n```", page, StringComparison.Ordinal);
        Assert.InRange(example.Split('\n').Count(line => line.Length > 0), 1, 10);
    }

    [Theory]
    [InlineData("dotnet", "RestClient.dll")]
    [InlineData("node", "rest.mjs")]
    public async Task Example_AgainstAServer_PrintsRecommendations(string program, string file)
    {
        var script = program == "dotnet" ? Path.Combine(AppContext.BaseDirectory, file) : Path.Combine(Root, "examples", file);
        var lines = (await RunAsync(program, script))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^\d{1,3}\s% (cat|dog)/\d\d.*\.jpg for ", line));
    }

    [Fact]
    public async Task CurlExample_AgainstAServer_GetsFourAnswers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The example is for a Unix shell.");
        var picture = Path.Combine(served.Gallery, "dog", "13.jpg");

        var output = await RunAsync("bash", Path.Combine(Root, "examples", "rest.sh"), picture);

        Assert.Contains("\"kind\":\"like\"", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("\"items\":").Length - 1);
        Assert.Contains("\"tastes\":", output, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string program, string file, params string[] more)
    {
        using var process = Process.Start(new ProcessStartInfo(program, [file, served.Run.Address.ToString().TrimEnd('/'), .. more])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!; // Started without a shell.
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
