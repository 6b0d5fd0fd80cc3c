using System.Text.Json;
using Kindred.Search.Files;
using Kindred.Storage;
using Kindred.Tests.NeighborIndexes;

namespace Kindred.Tests.Cli;

/// <summary>Questions to a library that nobody has prepared.</summary>
public sealed class PreparedLibraryTests
{
    [Fact]
    public async Task Similar_LibraryWithoutAGraph_AnswersAndSaysHowToLinkIt()
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, SearchKind.Hnsw);
        await using var library = made.Open();
        var name = (await library.Store.ReadImagesAsync(after: null, 1, MadeUpLibrary.Cancel))[0].Path;
        string[] similar = ["similar", name, "--library", made.Location];

        var first = await CliRun.InProcessAsync(similar);
        var second = await CliRun.InProcessAsync(similar);

        Assert.Equal((0, 0, first.Output), (first.ExitCode, second.ExitCode, second.Output));
        Assert.Contains("1,200 pictures", first.Error, StringComparison.Ordinal);
        Assert.Contains("kindred index FOLDER", first.Error, StringComparison.Ordinal);
        Assert.Equal("", second.Error); // Nothing was left to prepare.
        using var file = IndexFile.TryOpen(made.IndexFile);
        Assert.False(file!.HasGraph); // It was written.
    }

    [Theory]
    [InlineData(SearchKind.Flat, false, "exact, as set,")]
    [InlineData(SearchKind.Hnsw, false, "exact on this machine until the graph (HNSW) is linked, as set,")]
    [InlineData(SearchKind.Hnsw, true, "by a graph (HNSW), as set,")]
    public async Task Status_LibraryWithAndWithoutAGraph_SaysHowItIsSearched(SearchKind kind, bool isLinked, string searched)
    {
        using var made = await MadeUpLibrary.CreateAsync(1200, kind);
        await using (var library = made.Open())
        {
            var prepared = isLinked
                ? await library.PrepareAsync(cancellationToken: MadeUpLibrary.Cancel)
                : await library.PrepareWithoutGraphAsync(progress: null, MadeUpLibrary.Cancel);
            prepared!.Dispose(); // It has pictures.
        }

        var lines = await CliRun.InProcessAsync("status", "--library", made.Location);
        var json = await CliRun.InProcessAsync("status", "--json", "--library", made.Location);

        Assert.Contains($"search    {searched}", lines.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(
            kind == SearchKind.Hnsw && !isLinked, document.RootElement.GetProperty("search").GetProperty("awaitsGraph").GetBoolean());
    }
}
