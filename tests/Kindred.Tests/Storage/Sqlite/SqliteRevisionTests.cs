using Kindred.Libraries;
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

    protected override ILibraryStore Open() => SqliteLibraryStore.OpenOrCreate(Location);
}
