using Kindred.Images;
using Kindred.Libraries;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Libraries;
using Kindred.Vision.Generators;

namespace Kindred.Tests.Vision.Generators;

public sealed class GeneratorLibraryTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Library_OverAGenerator_FindsWhatTheEmbedderItselfFinds()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 20; i++)
            TestPictures.Write(folder.File("gallery", $"{i:00}.jpg"), i);
        await File.WriteAllTextAsync(folder.File("gallery", "text.jpg"), "no picture", Cancel);
        TestPictures.Write(folder.File("outside.png"), 100);

        await using var direct = fixture.Open(folder.File("direct"));
        await using var wrapped = new Library(SqliteLibraryStore.OpenOrCreate(folder.File("wrapped")), () => new GeneratorImageEmbedder(
            new ImageEmbeddingGenerator(fixture.Embedder, leaveOpen: true), new() { FitsSpace = true, BatchSize = 6 }));

        Assert.Equal(await SearchAsync(direct, folder), await SearchAsync(wrapped, folder));
        Assert.Equal("generator kindred", (await wrapped.ReadStatusAsync(Cancel)).Stamp!.Head);
    }

    private static async Task<List<string>> SearchAsync(Library library, TemporaryFolder folder)
    {
        var report = await library.IndexAsync(folder.File("gallery"), cancellationToken: Cancel);
        using var gallery = await library.PreparedAsync(Cancel);
        var outside = await gallery.QueryAsync(folder.File("outside.png"), Cancel);

        List<string> found = [$"{report.Indexed}", .. report.Failures.Select(failure => $"{failure.Path}: {failure.Reason}")];
        found.AddRange(gallery.Similar(outside, 5).Select(image => $"{image.Image.Path} {image.Distance:R}"));
        found.AddRange(gallery.Neighbors(5, Cancel).SelectMany(list => list).Select(neighbor => $"{neighbor.Id} {neighbor.Distance:R}"));
        return found;
    }
}
