using Kindred.Interactions.Batches;

namespace Kindred.Interactions.Recording;

/// <summary>
/// Decides what batches of many users change, for every store alike. Rows of a batch are taken in the order that a store has them, so that
/// neighbors on disk are written one after the other.
/// </summary>
/// <param name="recorded">What is recorded already, and gets what is new.</param>
/// <param name="now">Time of what is new and names none.</param>
internal sealed class BatchRecorder(IRecordedRows recorded, DateTimeOffset now)
{
    private readonly List<WrittenInteraction> _found = [];
    private ulong[] _keys = [];
    private int[] _order = [];
    private int[] _positions = [];
    private int _count;
    private int _new;
    private int _updated;
    private int _already;

    /// <summary>
    /// Numbers of the users that batches name, by their places, and the last position given in what each has recorded. To be filled before
    /// rows name them.
    /// </summary>
    public List<(int Number, int Position)> Users { get; } = [];

    /// <summary>Numbers of pictures, and the name to write beside each: none where it is the one that the content has already.</summary>
    public List<(int Number, string? Name)> Pictures { get; } = [];

    /// <summary>Numbers of kinds, and the weight that rows of each need not name.</summary>
    public List<(int Number, double Usual)> Kinds { get; } = [];

    /// <summary>What was done until now.</summary>
    public RecordReport Report => new(_new, _updated, _already);

    /// <summary>
    /// The user (high 32 bits) and the picture (low) of each row that was arranged, ascending; those of several rows stand there as often.
    /// </summary>
    public ReadOnlySpan<ulong> Pairs => _keys.AsSpan(0, _count);

    /// <summary>The weight of the first row of a kind that has one, for a kind that has no default.</summary>
    public static double? FirstWeight(ReadOnlySpan<InteractionRow> rows, int kind)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.Kind == kind && row.Weight is { } weight)
                return weight;
        }

        return null;
    }

    /// <summary>Puts the rows of the next batch into their order, before they are recorded.</summary>
    public void Arrange(ReadOnlySpan<InteractionRow> rows)
    {
        if (_keys.Length < rows.Length)
        {
            _keys = new ulong[rows.Length];
            _order = new int[rows.Length];
            _positions = new int[rows.Length];
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var (number, position) = Users[rows[i].User];
            _keys[i] = ((ulong)(uint)number << 32) | (uint)Pictures[rows[i].Picture].Number;
            _order[i] = i;
            _positions[i] = position + 1;
            Users[rows[i].User] = (number, position + 1);
        }

        _count = rows.Length;
        _keys.AsSpan(0, _count).Sort(_order.AsSpan(0, _count));
    }

    /// <summary>Records the batch whose rows were arranged last.</summary>
    /// <exception cref="ContradictoryRowException">A like and a dislike contradict each other, and neither has a time.</exception>
    public void Record(InteractionBatch batch, CancellationToken cancellationToken)
    {
        var rows = batch.Rows.Span;
        for (var i = 0; i < _count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = i + 1;
            while (end < _count && _keys[end] == _keys[i])
                end++;
            _order.AsSpan(i, end - i).Sort(); // Rows of one user and picture, in the order of the batch.
            var (user, picture) = ((int)(_keys[i] >> 32), (int)(uint)_keys[i]);
            recorded.Find(user, picture, _found);
            for (; i < end; i++)
                Record(batch, rows[_order[i]], user, picture, _positions[_order[i]]);
        }
    }

    private void Record(InteractionBatch batch, in InteractionRow row, int user, int picture, int position)
    {
        var (kind, usual) = Kinds[row.Kind];
        var isChoice = kind <= KindNumbers.Seen;
        if (IndexOf(WrittenInteraction.OppositeOf(kind), ticks: null) is var opposite and >= 0)
        {
            var contradicted = _found[opposite];
            if (row.Ticks is null && contradicted.Ticks == now.UtcTicks)
                throw new ContradictoryRowException(batch.Users[row.User], batch.Pictures[row.Picture].Name, row.Number);
            if (row.Ticks < contradicted.Ticks || (row.Ticks == contradicted.Ticks && kind == KindNumbers.Like))
            {
                _already++; // Outdone by a later one.
                return;
            }

            recorded.Delete(user, picture, contradicted);
            _found.RemoveAt(opposite);
        }

        var weight = row.Weight == usual ? null : row.Weight;
        if (IndexOf(kind, isChoice ? null : row.Ticks) is var at and >= 0)
        {
            var same = _found[at];
            var changed = row.Ticks < same.Ticks ? same : same with
            {
                Ticks = row.Ticks ?? same.Ticks,
                Weight = row.Weight is null ? same.Weight : weight,
            };
            if (changed == same)
            {
                _already++;
                return;
            }

            recorded.Update(user, picture, same, changed);
            _found[at] = changed;
            _updated++;
            return;
        }

        var added = new WrittenInteraction(kind, row.Ticks ?? now.UtcTicks, weight);
        recorded.Add(user, picture, added, position, Pictures[row.Picture].Name);
        _found.Add(added);
        _new++;
    }

    /// <summary>
    /// What there is of a kind at a time, or the earliest of the kind: whichever came first would depend on where batches begin.
    /// </summary>
    private int IndexOf(int kind, long? ticks)
    {
        var found = -1;
        for (var i = 0; i < _found.Count; i++)
        {
            if (_found[i].Kind == kind && (ticks is null ? found < 0 || _found[i].Ticks < _found[found].Ticks : _found[i].Ticks == ticks))
                found = i;
        }

        return found;
    }
}
