namespace Kindred.Storage.Sharing;

/// <summary>How several processes index one library at once.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface ISharedIndexing
{
    /// <summary>Takes part in indexing the library.</summary>
    /// <exception cref="StoreException">Somebody who has to be alone is at it, or the library cannot be written to.</exception>
    Task<IIndexingShare> JoinAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the turn to fit and compare, which one process does for all; the turn ends when the result is disposed.
    /// </summary>
    Task<IAsyncDisposable> TakeTurnToPrepareAsync(CancellationToken cancellationToken = default);
}
