using Kindred.Embeddings;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Tests.Storage.Conformance;

/// <summary>What every store has to do with gallery folders. A store's own tests inherit these.</summary>
public abstract class FolderConformance : StoreConformance
{
    private static string Outer => Path.GetDirectoryName(Folder)!;

    [Fact]
    public async Task Folders_AreInOrdinalOrder()
    {
        string[] folders = [Path.Combine(Outer, "b"), Path.Combine(Outer, "a"), Path.Combine(Outer, "B")];
        foreach (var folder in folders)
            await Store.AddFolderAsync(folder, Cancel);

        Assert.Equal([folders[2], folders[1], folders[0]], await Store.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task AddFolder_AroundAnother_TakesItsImagesOver()
    {
        await FillAsync(("a.jpg", "A"));
        var before = Assert.Single(await Store.ReadImagesAsync(Cancel));

        await Store.AddFolderAsync(Outer, Cancel);

        Assert.Equal(Outer, Assert.Single(await Store.ReadFoldersAsync(Cancel)));
        var after = Assert.Single(await Store.ReadImagesAsync(Cancel));
        Assert.Equal((before.Id, "gallery/a.jpg", before.File), (after.Id, after.Path, after.File));
    }

    [Fact]
    public async Task AddFolder_KnownOneAroundAnother_TakesItsImagesOver()
    {
        await Store.AddFolderAsync(Outer, Cancel);
        await FillAsync(("a.jpg", "A"));
        var before = await Store.ReadRevisionAsync(Cancel);

        await Store.AddFolderAsync(Outer, Cancel);

        Assert.Equal(Outer, Assert.Single(await Store.ReadFoldersAsync(Cancel)));
        Assert.Equal("gallery/a.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
        Assert.True(await Store.ReadRevisionAsync(Cancel) > before);
    }

    [Fact]
    public async Task AddFolder_AllOfTheDisk_TakesItsImagesOver()
    {
        var root = Path.GetPathRoot(Folder)!;
        await FillAsync(("a.jpg", "A"));

        await Store.AddFolderAsync(root, Cancel);

        Assert.Equal(root, Assert.Single(await Store.ReadFoldersAsync(Cancel)));
        var below = Folder[root.Length..].Replace(Path.DirectorySeparatorChar, '/');
        Assert.Equal($"{below}/a.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
    }

    [Theory]
    [InlineData("s3://bucket", "s3://bucket/chairs", "chairs/a.jpg")]
    [InlineData("s3://bucket", "s3://bucket/2024/./chairs", "2024/./chairs/a.jpg")]
    [InlineData("s3://bucket/chairs", "s3://bucket/chairs-more", null)]
    [InlineData("https://shop.example/pictures", "https://shop.example/pictures/list.txt", null)]
    public async Task AddFolder_ThatIsAnAddress_TakesOverWhatIsInsideIt(string outer, string inner, string? expected)
    {
        await Store.WriteSettingsAsync(new LibrarySettings(Stamp, SpaceKind.Visual), Cancel);
        await Store.AddFolderAsync(inner, Cancel);
        var changes = new LibraryChanges();
        changes.Embeddings.Add(new ContentEmbedding(Content("A"), new float[] { 1, 2, 3 }, 640, 480));
        changes.Files.Add(FileOf("a.jpg", "A") with { Folder = inner });
        await Store.ApplyAsync(changes, Cancel);

        await Store.AddFolderAsync(outer, Cancel);

        Assert.Equal(expected is null ? [outer, inner] : [outer], await Store.ReadFoldersAsync(Cancel));
        Assert.Equal(expected ?? "a.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
    }

    [Fact]
    public async Task RemoveFolder_TakesItsImagesAlone()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        await Store.AddFolderAsync(Path.Combine(Outer, "other"), Cancel);

        Assert.Equal(0, await Store.RemoveFolderAsync(Path.Combine(Outer, "other"), Cancel));
        Assert.Equal(0, await Store.RemoveFolderAsync(Path.Combine(Outer, "unknown"), Cancel));
        Assert.Equal(2, (await Store.ReadImagesAsync(Cancel)).Count);

        Assert.Equal(2, await Store.RemoveFolderAsync(Folder, Cancel));
        Assert.Empty(await Store.ReadImagesAsync(Cancel));
        Assert.Empty(await Store.ReadFoldersAsync(Cancel));
    }

    [Fact]
    public async Task WaitingFolders_AreThoseWithImagesThatHaveNoEmbedding()
    {
        await FillAsync(("a.jpg", "A"), ("b.jpg", "B"));
        Assert.Empty(await Store.ReadWaitingFoldersAsync(Cancel));

        await Store.WriteSettingsAsync(new LibrarySettings(Stamp with { Model = "another" }, SpaceKind.Visual), Cancel);
        Assert.Equal(Folder, Assert.Single(await Store.ReadWaitingFoldersAsync(Cancel)));
        await ApplyAsync(("a.jpg", "A"));
        await Store.RemoveWaitingImagesAsync(Path.Combine(Outer, "unknown"), Cancel);
        Assert.Equal(Folder, Assert.Single(await Store.ReadWaitingFoldersAsync(Cancel)));
        await Store.RemoveWaitingImagesAsync(Folder, Cancel);

        Assert.Empty(await Store.ReadWaitingFoldersAsync(Cancel));
        Assert.Equal("a.jpg", Assert.Single(await Store.ReadImagesAsync(Cancel)).Path);
    }
}
