namespace Kindred.Storage;

/// <summary>What a library was made with, and which state of it this is.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface ISettingsStore
{
    /// <summary>
    /// A number that goes up, in the same transaction, with every change of what a gallery shows: images, folders, settings, the space,
    /// near-duplicates. What is chosen or measured leaves it alone. Takes the same time for a library of any size.
    /// </summary>
    Task<long> ReadRevisionAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The revision, and what else tells this state of the library from any other. Takes the same time for a library of any size.
    /// </summary>
    Task<LibraryState> ReadStateAsync(CancellationToken cancellationToken = default);

    /// <summary>What the library was made with; <see langword="null"/> for a new one.</summary>
    Task<LibrarySettings?> ReadSettingsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the settings. With a stamp other than the stored one, all embeddings, failures, the space and what was measured are dropped;
    /// never interactions.
    /// </summary>
    Task WriteSettingsAsync(LibrarySettings settings, CancellationToken cancellationToken = default);
}
