namespace Kindred.Storage.Tables;

/// <summary>
/// A library that is being made as a copy of another. Until it is finished, nothing else can open it. Holds the library's indexing lock
/// until it is disposed.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface ITransferTarget : IAsyncDisposable
{
    /// <summary>Where it is, as a person would name it.</summary>
    string Location { get; }

    /// <summary>Begins the copy, or goes on with an unfinished one, whose rows are kept.</summary>
    /// <param name="source">What it is a copy of.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="StoreException">There is a library already, or an unfinished copy of another.</exception>
    Task BeginAsync(TransferSource source, CancellationToken cancellationToken);

    /// <summary>Begins to read what was written.</summary>
    Task<ITableReader> OpenTablesAsync(CancellationToken cancellationToken);

    /// <summary>Takes all rows of a table away.</summary>
    Task EmptyAsync(LibraryTable table, CancellationToken cancellationToken);

    /// <summary>Writes the rows from one of them on, all or none; they stay, however this process ends.</summary>
    Task WriteAsync(LibraryTable table, TableRows rows, int first, CancellationToken cancellationToken);

    /// <summary>Makes it a library. The next numbers come behind those that were given.</summary>
    /// <param name="lastNumbers">The last number given in each table that has numbers.</param>
    /// <param name="cancellationToken">Stops; then it is unfinished.</param>
    Task FinishAsync(IReadOnlyDictionary<LibraryTable, long> lastNumbers, CancellationToken cancellationToken);
}
