using Kindred.Storage;
using Kindred.Storage.Sqlite;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Sqlite;

public sealed class SqliteAttributeTests : AttributeConformance
{
    private protected override ILibraryStore Open(string directory) => SqliteLibraryStore.OpenOrCreate(directory);
}
