using Kindred.Images;

namespace Kindred.Interactions;

/// <summary>What the users of a library like, dislike and have seen.</summary>
/// <remarks>Faults of the disk or of the stored data are <see cref="Storage.StoreException"/>s that name the library.</remarks>
internal interface IInteractionStore
{
    /// <summary>Users with at least one interaction, in ordinal order of their names.</summary>
    Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// A user's interactions, by time; at the same time, in the order in which they were first recorded. Empty for somebody unknown.
    /// </summary>
    Task<IReadOnlyList<Interaction>> ReadInteractionsAsync(string user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records choices of a user one after the other, all in one transaction or none. A choice that is there already is changed only in
    /// the weight or the time it names; its name stays. A choice that <see cref="Choice.Replaces"/> deletes its opposite; what was seen
    /// stays seen.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="choices">What.</param>
    /// <param name="now">Time of new choices that name none.</param>
    /// <param name="cancellationToken">Stops; then nothing is recorded.</param>
    /// <exception cref="OppositeChoiceException">A content would be both liked and disliked, by a choice that does not replace.</exception>
    Task<RecordReport> RecordAsync(
        string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Deletes interactions of a user with some contents: those of one kind, or all.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes all interactions of a user.</summary>
    /// <returns>How many there were.</returns>
    Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default);
}
