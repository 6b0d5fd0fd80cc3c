using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Storage.Sharing;

/// <summary>The whole of indexing, for a store that one process indexes at a time: everything is granted.</summary>
/// <param name="store">The store.</param>
/// <param name="indexing">Keeps other processes from indexing; disposed with this.</param>
internal sealed class SoleIndexing(ILibraryStore store, IDisposable indexing) : IIndexingShare
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ClaimOutcome>> ClaimFilesAsync(
        string folder, IReadOnlyList<FileState> files, bool again, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ClaimOutcome>>(new ClaimOutcome[files.Count]);

    /// <inheritdoc/>
    public Task<ClaimOutcome> ClaimContentAsync(ContentHash content, bool again, CancellationToken cancellationToken = default) =>
        Task.FromResult(ClaimOutcome.Granted);

    /// <inheritdoc/>
    public async Task<bool> TryApplyAsync(LibraryChanges changes, EmbedderStamp stamp, CancellationToken cancellationToken = default)
    {
        await store.ApplyAsync(changes, cancellationToken);
        return true;
    }

    /// <inheritdoc/>
    public Task WaitForOthersAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        indexing.Dispose();
        return ValueTask.CompletedTask;
    }
}
