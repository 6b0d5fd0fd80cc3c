using Kindred.Storage;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Postgres;

public sealed class PostgresNearDuplicateTests(PostgresServer server) : NearDuplicateConformance
{
    private protected override ILibraryStore Open(string directory) => server.Open(directory);
}
