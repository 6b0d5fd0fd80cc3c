namespace Kindred.Storage.Tables;

/// <summary>A library whose tables can be read row by row, to be copied to another store.</summary>
internal interface ITableStore
{
    /// <summary>Begins to read the tables as they are now.</summary>
    /// <exception cref="StoreException">The library cannot be read.</exception>
    Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken = default);
}
