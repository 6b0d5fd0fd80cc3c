using System.Diagnostics;

namespace Kindred.Tests;

/// <summary>The README's example in C# is the program in <c>examples/FirstSteps</c>, and that does what it says.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_FirstSteps_IsTheExample()
    {
        var readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        var example = File.ReadAllText(Path.Combine(Root(), "examples", "FirstSteps", "Program.cs")).Trim();

        Assert.Contains($"```csharp\n{example}\n```", readme, StringComparison.Ordinal);
        var code = example.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("using Kindred", StringComparison.Ordinal));
        Assert.InRange(code.Count(), 1, 10);
    }

    [Fact]
    public async Task FirstSteps_AGallery_PrintsRecommendations()
    {
        using var folder = new TemporaryFolder();
        for (var i = 6; i < 10; i++)
            TestPictures.Write(folder.File("gallery", "sofa", $"sofa_000{i}.jpg"), i);

        // It lies beside the tests, as everything does that they refer to.
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FirstSteps.dll")])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^\d{1,3}\s% sofa/sofa_000[679]\.jpg$", line));
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Kindred.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
