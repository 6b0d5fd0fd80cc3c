namespace Kindred.Storage.Tables;

/// <summary>Reads the tables of a library as they were at one moment, while others may write.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface ITableReader : IAsyncDisposable
{
    /// <summary>How many rows a table has.</summary>
    Task<long> CountAsync(LibraryTable table, CancellationToken cancellationToken);

    /// <summary>All rows of a table in the order of its key, many at a time. What it gives holds until the next.</summary>
    IAsyncEnumerable<TableRows> ReadAsync(LibraryTable table, CancellationToken cancellationToken);

    /// <summary>The last number that was given to a row of a table that has numbers; 0 where none was.</summary>
    Task<long> ReadLastNumberAsync(LibraryTable table, CancellationToken cancellationToken);

    /// <summary>Which state of the library this is.</summary>
    Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken);
}
