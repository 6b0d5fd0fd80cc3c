using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Sqlite;

public sealed class SqliteSettingsTests : SettingsConformance
{
    [Fact]
    public async Task Revision_ChangedThroughAnotherConnection_IsSeen()
    {
        await FillAsync(("a.jpg", "A"));
        await using var other = SqliteLibraryStore.Open(Location);
        var before = await Store.ReadRevisionAsync(Cancel);
        Assert.Equal(before, await other.ReadRevisionAsync(Cancel));

        await other.RemoveFolderAsync(Folder, Cancel);

        Assert.True(await Store.ReadRevisionAsync(Cancel) > before);
    }

    [Fact]
    public async Task Token_OfACopyThatWentAnotherWay_IsAnotherAtTheSameRevision()
    {
        await FillAsync(("a.jpg", "A"));
        await Store.DisposeAsync();
        var copied = Temporary.File("copy", SqliteLibraryStore.FileName);
        File.Copy(Path.Combine(Location, SqliteLibraryStore.FileName), copied);
        await using var store = SqliteLibraryStore.Open(Location);
        await using var copy = SqliteLibraryStore.Open(Path.GetDirectoryName(copied)!);
        Assert.Equal(await store.ReadStateAsync(Cancel), await copy.ReadStateAsync(Cancel));

        await store.AddFolderAsync(Temporary.Path, Cancel);
        await copy.AddFolderAsync(Temporary.Path, Cancel);

        var (state, other) = (await store.ReadStateAsync(Cancel), await copy.ReadStateAsync(Cancel));
        Assert.Equal(state.Revision, other.Revision);
        Assert.NotEqual(state.Token, other.Token);
    }

    private protected override ILibraryStore Open(string directory) => SqliteLibraryStore.OpenOrCreate(directory);
}
