#pragma warning disable MA0025 // Written by and by.
using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Storage.Postgres.Interactions;
using Kindred.Tastes;

namespace Kindred.Storage.Postgres;

/// <content>What users chose and did, and their tastes.</content>
internal sealed partial class PostgresLibraryStore
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<UserSummary>> ReadUsersAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => InteractionRows.ReadUsersAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Interaction>> ReadInteractionsAsync(string user, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => InteractionRows.ReadAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return _database.WriteAsync(
            connection => ChoiceWriter.WriteAsync(connection, user, choices, now, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RecordReport> RecordAsync(
        IAsyncEnumerable<InteractionBatch> batches, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return _database.WriteAsync(
            connection => new BatchWriter(connection, now).WriteAsync(batches, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Interaction> ReadAllInteractionsAsync(CancellationToken cancellationToken = default) =>
        _database.StreamAsync(InteractionRows.SelectAll, InteractionRows.Read, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<InteractionBlock> ReadBlocksAsync(CancellationToken cancellationToken = default) => _database.StreamBlocksAsync(
        async connection => BlockRows.Reader(await KindRows.ReadWeightsAsync(connection, cancellationToken), cancellationToken),
        BlockRows.Select, cancellationToken);

    /// <inheritdoc/>
    public Task<int> CountInteractionsAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => BlockRows.CountAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContentHash>> ReadChosenPicturesAsync(CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => BlockRows.ReadPicturesAsync(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int?> FindUserNumberAsync(string user, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => BlockRows.FindUserAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> ForgetAsync(
        string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        return _database.WriteAsync(
            connection => InteractionRows.ForgetAsync(connection, user, contents, kind, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ForgetUserAsync(string user, CancellationToken cancellationToken = default) =>
        _database.WriteAsync(connection => InteractionRows.ForgetUserAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptTaste>> ReadTastesAsync(string user, CancellationToken cancellationToken = default) =>
        _database.ReadAsync(connection => TasteRows.ReadAsync(connection, user, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> ChangeTastesAsync(
        string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _database.WriteAsync(
            connection => TasteRows.ChangeAsync(connection, user, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DropTasteAsync(string user, long id, CancellationToken cancellationToken = default) => _database.WriteAsync(
        async connection => await TasteRows.DropAsync(connection, user, id, cancellationToken) > 0, cancellationToken);
}
