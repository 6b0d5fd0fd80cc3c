using Kindred.Storage;
using Kindred.Tests.Storage.Conformance;

namespace Kindred.Tests.Storage.Postgres;

public sealed class PostgresBatchTests(PostgresServer server) : BatchConformance
{
    private protected override ILibraryStore Open(string directory) => server.Open(directory);
}
