using System.Text.Json;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Fixtures;

/// <summary>A library of <see cref="RecoloredFurniture"/>, and the groups of variants that <c>kindred duplicates</c> lists in it.</summary>
public sealed class RecoloredLibrary : IAsyncLifetime
{
    /// <summary>A picture that is in no group.</summary>
    public const string Alone = "sofa/07.jpg";

    private readonly TemporaryFolder _folder = new();

    public string Gallery => Path.Combine(_folder.Path, "gallery");

    public string Library => Path.Combine(_folder.Path, "library");

    /// <summary>The paths of each group, at least two each.</summary>
    public IReadOnlyList<string[]> Groups { get; private set; } = [];

    /// <summary>The largest group: at least three colors.</summary>
    public string[] Largest => Groups.MaxBy(group => group.Length)!; // There is one, see InitializeAsync.

    public string File(string name) => _folder.File(name);

    public async ValueTask InitializeAsync()
    {
        RecoloredFurniture.Write(Gallery);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", Gallery, "--library", Library, "--space", "visual")).ExitCode);
        var duplicates = (await CliRun.InProcessAsync("duplicates", "--library", Library, "--json")).Json;
        Groups = [.. duplicates.GetProperty("variants").EnumerateArray().Select(group => group.EnumerateArray().Select(PathOf).ToArray())];
        Assert.True(Groups.Count >= 2, "Hardly any variants were found; the tests would say nothing.");
        Assert.InRange(Largest.Length, 3, 4);
        Assert.DoesNotContain(Groups, group => group.Contains(Alone));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The path of a picture in a document.</summary>
    internal static string PathOf(JsonElement picture) => picture.GetProperty("path").GetString()!; // Every picture has one.
}
