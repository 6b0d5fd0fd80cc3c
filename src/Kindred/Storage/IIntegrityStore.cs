namespace Kindred.Storage;

/// <summary>Whether stored data is as it was written.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="StoreException"/>s that name the library.</remarks>
internal interface IIntegrityStore
{
    /// <summary>The damage that was met so far.</summary>
    StoreDamage Damage { get; }

    /// <summary>
    /// Gives a library of an earlier version its checksums, by writing its file anew. Does nothing where it has them, where it cannot be
    /// written to or another process has it open, or where there is no room: then another time.
    /// </summary>
    /// <returns>Whether the library has checksums now.</returns>
    Task<bool> ProtectAsync(CancellationToken cancellationToken = default);

    /// <summary>Copies the library to a new file as it is at one moment, while others may write.</summary>
    /// <param name="path">The file; there must be none.</param>
    /// <param name="cancellationToken">Stops; then there is no file.</param>
    Task CopyToAsync(string path, CancellationToken cancellationToken = default);
}
