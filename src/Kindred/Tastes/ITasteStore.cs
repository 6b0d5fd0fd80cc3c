namespace Kindred.Tastes;

/// <summary>
/// The tastes that the users of a library have set. A like that is forgotten leaves its taste, and a taste without likes goes.
/// </summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface ITasteStore
{
    /// <summary>A user's kept tastes, by their numbers. Empty for somebody unknown.</summary>
    Task<IReadOnlyList<KeptTaste>> ReadTastesAsync(string user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes and changes kept tastes of a user one after the other, all in one transaction or none. A taste that has no likes at the end is
    /// gone, also one that others have taken all likes from.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="changes">What.</param>
    /// <param name="cancellationToken">Stops; then nothing is changed.</param>
    /// <returns>The numbers of the tastes, in the order of the changes.</returns>
    /// <exception cref="KindredException">The user has no kept taste of that number: <see cref="Fault.NoSuchTaste"/>.</exception>
    Task<IReadOnlyList<long>> ChangeTastesAsync(
        string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken = default);

    /// <summary>Drops what a user has set of a taste; its likes stay likes.</summary>
    /// <returns>Whether the user had it.</returns>
    Task<bool> DropTasteAsync(string user, long id, CancellationToken cancellationToken = default);
}
