using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Tastes;

namespace Kindred.Storage.Postgres;

/// <content>What users chose and did, and their tastes.</content>
internal sealed partial class PostgresLibraryStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Interaction>> ReadInteractionsAsync(string user, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        IAsyncEnumerable<InteractionBatch> batches, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<Interaction> ReadAllInteractionsAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<InteractionBlock> ReadBlocksAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<int> CountInteractionsAsync(CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ReadChosenPicturesAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<int?> FindUserNumberAsync(string user, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null,
        CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptTaste>> ReadTastesAsync(string user, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ChangeTastesAsync(
        string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<bool> DropTasteAsync(string user, long id, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException();
}
