using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Sqlite;

public sealed class SqliteRevisionTests : RevisionConformance
{
    private readonly TemporaryFolder _folder = new();

    private string Location => Path.Combine(_folder.Path, "library");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

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
        var copied = _folder.File("copy", SqliteLibraryStore.FileName);
        File.Copy(Path.Combine(Location, SqliteLibraryStore.FileName), copied);
        await using var store = SqliteLibraryStore.Open(Location);
        await using var copy = SqliteLibraryStore.Open(Path.GetDirectoryName(copied)!);
        Assert.Equal(await store.ReadStateAsync(Cancel), await copy.ReadStateAsync(Cancel));

        await store.AddFolderAsync(_folder.Path, Cancel);
        await copy.AddFolderAsync(_folder.Path, Cancel);

        var (state, other) = (await store.ReadStateAsync(Cancel), await copy.ReadStateAsync(Cancel));
        Assert.Equal(state.Revision, other.Revision);
        Assert.NotEqual(state.Token, other.Token);
    }

    protected override ILibraryStore Open() => SqliteLibraryStore.OpenOrCreate(Location);
}
