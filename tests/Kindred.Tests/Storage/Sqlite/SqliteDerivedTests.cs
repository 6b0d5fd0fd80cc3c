using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Sqlite;

public sealed class SqliteDerivedTests : DerivedConformance
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ILibraryStore Open() => SqliteLibraryStore.OpenOrCreate(Path.Combine(_folder.Path, "library"));
}
