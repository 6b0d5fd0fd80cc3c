namespace Kindred.Derived;

/// <summary>
/// Values that were computed from a library and can be computed again, by name. The code that derives a value knows what its source and
/// its bytes mean; a store keeps both as they are. It drops all values when the embedder's stamp changes.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface IDerivedStore
{
    /// <summary>The value of a name; <see langword="null"/> where there is none.</summary>
    Task<DerivedRecord?> ReadDerivedAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Writes the value of a name, in place of the one before.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="record">The value.</param>
    /// <param name="isShown">
    /// Whether the value is part of what a gallery shows: then the library's revision goes up, in the same transaction. Otherwise the
    /// revision stays.
    /// </param>
    /// <param name="cancellationToken">Stops; then nothing is written.</param>
    Task WriteDerivedAsync(string name, DerivedRecord record, bool isShown, CancellationToken cancellationToken = default);

    /// <summary>Drops the value of a name, if there is one.</summary>
    /// <param name="name">The name; not empty.</param>
    /// <param name="isShown">Whether the value was part of what a gallery shows: then the revision goes up if there was one.</param>
    /// <param name="cancellationToken">Stops; then nothing is dropped.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> DropDerivedAsync(string name, bool isShown, CancellationToken cancellationToken = default);
}
