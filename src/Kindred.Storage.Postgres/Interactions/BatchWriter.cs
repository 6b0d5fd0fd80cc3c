using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Interactions.Recording;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Records batches of many users inside a transaction. All of them are taken in before the first lock, so that nobody waits for a file that
/// is read, or for a client that sends.
/// </summary>
/// <param name="connection">The transaction.</param>
/// <param name="now">Time of what is new and names none.</param>
/// <param name="window">How many rows are decided on at once.</param>
internal sealed class BatchWriter(NpgsqlConnection connection, DateTimeOffset now, int window = HeldRows.RowsPerWindow)
{
    private readonly PendingRows _pending = new(isOrdered: true);
    private readonly PictureNumbers _pictures = new();
    private readonly List<(InteractionKind Kind, double? Weight)> _kinds = [];

    public async Task<RecordReport> WriteAsync(IAsyncEnumerable<InteractionBatch> batches, CancellationToken cancellationToken)
    {
        var held = new HeldRows(connection, window);
        InteractionBatch? last = null; // Its lists have all that earlier ones had.
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            for (var i = _kinds.Count; i < batch.Kinds.Count; i++)
                _kinds.Add((batch.Kinds[i], BatchRecorder.FirstWeight(batch.Rows.Span, i)));
            await held.AddAsync(batch.Rows, cancellationToken);
            last = batch;
        }

        return last is null ? default : await WriteAsync(last, held, cancellationToken);
    }

    private async Task<RecordReport> WriteAsync(InteractionBatch lists, HeldRows held, CancellationToken cancellationToken)
    {
        var recorder = new BatchRecorder(_pending, now);
        var users = await NumberAsync(lists, recorder, cancellationToken);
        var created = users.Values.Where(user => user.IsNew).Select(user => user.Number).ToHashSet();
        var pairs = new List<ulong>();
        var isFirst = true;
        await foreach (var rows in held.ReadAsync(cancellationToken))
        {
            recorder.Arrange(rows.Span);
            TakePairs(recorder.Pairs, isFirst ? created : null, pairs);
            isFirst = false;
            await _pending.LoadAsync(connection, pairs, cancellationToken);
            recorder.Record(lists with { Rows = rows }, cancellationToken);
            await _pending.WriteAsync(connection, cancellationToken);
        }

        if (_pending.Bereft.Count > 0)
        {
            await TasteRows.DropEmptyAsync(
                connection, [.. users.Where(user => _pending.Bereft.Contains(user.Value.Number)).Select(user => user.Key)],
                cancellationToken);
        }

        return recorder.Report;
    }

    private async Task<Dictionary<string, LockedUser>> NumberAsync(
        InteractionBatch lists, BatchRecorder recorder, CancellationToken cancellationToken)
    {
        string[] names = [.. lists.Users.Select(StoredText.Of)];
        var users = await UserLocks.TakeAsync(connection, [.. names.Distinct(StringComparer.Ordinal)], cancellationToken);
        var positions = await UserLocks.ReadLastPositionsAsync(
            connection, [.. users.Values.Where(user => !user.IsNew).Select(user => (long)user.Number)], cancellationToken);
        recorder.Users.AddRange(names.Select(name => (users[name].Number, positions.GetValueOrDefault(users[name].Number))));
        var kinds = await KindRows.AddAsync(connection, _kinds, cancellationToken);
        recorder.Kinds.AddRange(lists.Kinds.Select(kind => kinds[kind.Name]));
        await _pictures.AddAsync(connection, lists.Pictures, cancellationToken);
        recorder.Pictures.AddRange(lists.Pictures.Select(picture => _pictures[picture]));
        return users;
    }

    /// <summary>Takes the pairs of users and pictures that there may be rows of, each once.</summary>
    /// <param name="arranged">All pairs.</param>
    /// <param name="created">Users of whom there are no rows, as there are none of new pictures; null where there may be some.</param>
    /// <param name="pairs">Gets the pairs.</param>
    private void TakePairs(ReadOnlySpan<ulong> arranged, HashSet<int>? created, List<ulong> pairs)
    {
        pairs.Clear();
        foreach (var pair in arranged)
        {
            if (pairs is [.., var before] && before == pair)
                continue;
            if (created is null || ((int)(uint)pair <= _pictures.LastBefore && !created.Contains((int)(pair >> 32))))
                pairs.Add(pair);
        }
    }
}
