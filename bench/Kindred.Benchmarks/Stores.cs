using Kindred.Storage;
using Kindred.Storage.Postgres;
using Kindred.Storage.Postgres.Connections;
using Kindred.Storage.Sqlite;

namespace Kindred.Benchmarks;

/// <summary>The store of a library, by what the library is called.</summary>
internal static class Stores
{
    public static ILibraryStore OpenOrCreate(string library) => PostgresAddress.IsOne(library)
        ? PostgresLibraryStore.OpenOrCreate(PostgresAddress.Parse(library))
        : SqliteLibraryStore.OpenOrCreate(library);
}
