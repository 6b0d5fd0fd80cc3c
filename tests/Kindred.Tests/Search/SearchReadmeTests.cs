using System.Diagnostics;
using Kindred.Search;

namespace Kindred.Tests.Search;

/// <summary>The example of the search's README is the program in <c>examples/VectorSearch</c>, and that does what it says.</summary>
public sealed class SearchReadmeTests
{
    [Fact]
    public void Readme_Example_IsTheProgram()
    {
        var readme = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "src", "Kindred.Search", "README.md"));
        var example = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "examples", "VectorSearch", "Program.cs")).Trim();

        Assert.Contains($"```csharp\n{example}\n```", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_Types_AreAllThatIsPublic()
    {
        var readme = File.ReadAllText(Path.Combine(ReadmeTests.Root(), "src", "Kindred.Search", "README.md"));
        var types = typeof(NeighborIndex).Assembly.GetExportedTypes();

        Assert.All(types, type => Assert.Contains($"| `{type.Name}` |", readme, StringComparison.Ordinal));
        Assert.All(types, type => Assert.Equal("Kindred.Search", type.Namespace));
        var rows = readme.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(types.Length, rows.Count(row => !row.Contains("/`", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Example_Run_FindsTheNearest()
    {
        using var folder = new TemporaryFolder();

        // It lies beside the tests, as everything does that they refer to.
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "VectorSearch.dll")])
        {
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        })!;
        var lines = (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().Split('\n');
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(4, lines.Length);
        Assert.Equal("7 at 0.000", lines[0]);
        Assert.Matches("^([89]|10) of the ten nearest that are left$", lines[3]);
        Assert.Equal([folder.File("vectors.index")], Directory.GetFiles(folder.Path));
    }

    /// <summary>Search stands alone: what its vectors are of is nobody's business there.</summary>
    [Fact]
    public void Sources_Words_AreThoseOfVectors()
    {
        string[] words = ["picture", "image", "gallery", "galleries", "librar", "photo", "embedding", "KindredException"];
        var folder = Path.Combine(ReadmeTests.Root(), "src", "Kindred.Search");
        var files = Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".cs" or ".md" or ".csproj")
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal));

        Assert.All(files, path =>
            Assert.All(words, word => Assert.DoesNotContain(word, File.ReadAllText(path), StringComparison.OrdinalIgnoreCase)));
    }
}
