namespace Kindred.Storage;

/// <summary>The gallery folders of a library.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface IFolderStore
{
    /// <summary>Absolute paths of the gallery folders, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ReadFoldersAsync(CancellationToken cancellationToken = default);

    /// <summary>Adds a gallery folder. Folders inside it become part of it, and their images keep their ids.</summary>
    Task AddFolderAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gallery folders with images that have no embedding: a change of model was stopped before it came to them.
    /// </summary>
    Task<IReadOnlySet<string>> ReadWaitingFoldersAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the images without an embedding out of a folder, which has just been gone through: their files are gone.</summary>
    Task RemoveWaitingImagesAsync(string folder, CancellationToken cancellationToken = default);

    /// <summary>Takes a gallery folder out of the library, with its images and failures.</summary>
    /// <returns>How many images it had.</returns>
    Task<int> RemoveFolderAsync(string folder, CancellationToken cancellationToken = default);
}
