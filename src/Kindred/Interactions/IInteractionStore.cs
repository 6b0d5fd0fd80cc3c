using Kindred.Images;
using Kindred.Interactions.Batches;

namespace Kindred.Interactions;

/// <summary>What the users of a library like, dislike and have seen, and what they did with pictures.</summary>
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
    /// stays seen. An event is recorded once for each time; one without a time only where there is none of its kind.
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

    /// <summary>
    /// Records interactions of many users, all in one transaction or none, so that recording them again changes nothing. Of likes and
    /// dislikes of a picture the latest holds, and of a like and a dislike at the same time the dislike; one without a time takes the place
    /// of its opposite. Of the same kind, the latest time and weight hold. An event is recorded once for each time; one without a time only
    /// where there is none of its kind.
    /// </summary>
    /// <param name="batches">What to record, in its order. What it throws stops the recording.</param>
    /// <param name="now">Time of what is new and names none.</param>
    /// <param name="cancellationToken">Stops; then nothing is recorded.</param>
    /// <exception cref="ContradictoryRowException">A like and a dislike contradict each other, and neither has a time.</exception>
    Task<RecordReport> RecordAsync(
        IAsyncEnumerable<InteractionBatch> batches, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>All interactions, user by user, each user's as <see cref="ReadInteractionsAsync"/> has them.</summary>
    IAsyncEnumerable<Interaction> ReadAllInteractionsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// All interactions to learn from, in the order of users' numbers, then of pictures' places, then of kinds and times. A block is filled
    /// anew for the next one: it holds until then.
    /// </summary>
    IAsyncEnumerable<InteractionBlock> ReadBlocksAsync(CancellationToken cancellationToken = default);

    /// <summary>How many interactions say something of taste: all but what was only seen.</summary>
    Task<int> CountInteractionsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The contents that interactions are, or once were, about. One keeps its place for good, and new ones come behind: read after the
    /// blocks, this has all that is in them.
    /// </summary>
    Task<IReadOnlyList<ContentHash>> ReadChosenPicturesAsync(CancellationToken cancellationToken = default);

    /// <summary>A user's number, which nobody else had or will have; <see langword="null"/> for somebody unknown.</summary>
    Task<int?> FindUserNumberAsync(string user, CancellationToken cancellationToken = default);
}
