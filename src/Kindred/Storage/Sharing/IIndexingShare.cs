using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Storage.Sharing;

/// <summary>
/// A process's part in indexing a library. Where several processes may index at once, each claims files and contents before it works on
/// them, so that nothing is done twice. A claim holds until what it is about was applied, or until its process has been silent for too
/// long: then others take it over, and what the silent one still comes with is refused. Disposing it gives up what is left.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface IIndexingShare : IAsyncDisposable
{
    /// <summary>Claims files of a gallery folder that have to be read.</summary>
    /// <param name="folder">Absolute path of the folder.</param>
    /// <param name="files">The files, as they are now.</param>
    /// <param name="again">Whether they are wanted even where they were indexed already.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>For each file, in their order, what came of it.</returns>
    Task<IReadOnlyList<ClaimOutcome>> ClaimFilesAsync(
        string folder, IReadOnlyList<FileState> files, bool again, CancellationToken cancellationToken = default);

    /// <summary>Claims a content that has to be embedded.</summary>
    /// <param name="content">The content.</param>
    /// <param name="again">Whether it is wanted even where it has an embedding already.</param>
    /// <param name="cancellationToken">Stops early.</param>
    Task<ClaimOutcome> ClaimContentAsync(ContentHash content, bool again, CancellationToken cancellationToken = default);

    /// <summary>Applies changes in one transaction, and with them ends the claims on what they are about.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="stamp">What their embeddings were made with.</param>
    /// <param name="cancellationToken">Stops; then nothing is applied.</param>
    /// <returns>Whether they were applied: not where one of those claims was lost.</returns>
    /// <exception cref="StoreException">The library has another model by now: <see cref="Fault.LibraryChanging"/>.</exception>
    Task<bool> TryApplyAsync(LibraryChanges changes, EmbedderStamp stamp, CancellationToken cancellationToken = default);

    /// <summary>Waits until no other process holds a claim.</summary>
    Task WaitForOthersAsync(CancellationToken cancellationToken = default);
}
