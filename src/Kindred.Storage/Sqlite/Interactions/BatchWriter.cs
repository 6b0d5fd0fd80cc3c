using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>
/// Records batches of many users inside a transaction. Rows of a batch are written in the order that the table has, so that neighbors on
/// disk are written one after the other.
/// </summary>
internal sealed class BatchWriter(SqliteConnection connection, DateTimeOffset now) : IDisposable
{
    private readonly InteractionWriter _writer = new(connection);
    private readonly List<(int Number, int Position)> _users = [];
    private readonly List<(int Number, string? Name)> _pictures = [];
    private readonly List<(int Number, double Usual)> _kinds = [];
    private readonly List<WrittenInteraction> _found = [];
    private ulong[] _keys = [];
    private int[] _order = [];
    private int[] _positions = [];
    private int _new;
    private int _updated;
    private int _already;

    /// <summary>What was done until now.</summary>
    public RecordReport Report => new(_new, _updated, _already);

    public void Write(InteractionBatch batch, CancellationToken cancellationToken)
    {
        var rows = batch.Rows.Span;
        Number(batch, rows);
        Sort(rows);
        for (var i = 0; i < rows.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var end = i + 1;
            while (end < rows.Length && _keys[end] == _keys[i])
                end++;
            _order.AsSpan(i, end - i).Sort(); // Rows of one user and picture, in the order of the batch.
            var user = _users[rows[_order[i]].User].Number;
            var picture = _pictures[rows[_order[i]].Picture].Number;
            _writer.Find(user, picture, _found);
            for (; i < end; i++)
                Write(batch, rows[_order[i]], user, picture, _positions[_order[i]]);
        }
    }

    public void Dispose() => _writer.Dispose();

    private void Number(InteractionBatch batch, ReadOnlySpan<InteractionRow> rows)
    {
        for (var i = _users.Count; i < batch.Users.Count; i++)
            _users.Add(_writer.User(batch.Users[i]));
        for (var i = _pictures.Count; i < batch.Pictures.Count; i++)
            _pictures.Add(_writer.Picture(batch.Pictures[i].Content, batch.Pictures[i].Name));
        for (var i = _kinds.Count; i < batch.Kinds.Count; i++)
            _kinds.Add(_writer.Kind(batch.Kinds[i], FirstWeight(rows, i)));
    }

    private static double? FirstWeight(ReadOnlySpan<InteractionRow> rows, int kind)
    {
        foreach (ref readonly var row in rows)
        {
            if (row.Kind == kind && row.Weight is { } weight)
                return weight;
        }

        return null;
    }

    private void Sort(ReadOnlySpan<InteractionRow> rows)
    {
        if (_keys.Length < rows.Length)
        {
            _keys = new ulong[rows.Length];
            _order = new int[rows.Length];
            _positions = new int[rows.Length];
        }

        for (var i = 0; i < rows.Length; i++)
        {
            var (number, position) = _users[rows[i].User];
            _keys[i] = ((ulong)(uint)number << 32) | (uint)_pictures[rows[i].Picture].Number;
            _order[i] = i;
            _positions[i] = position + 1;
            _users[rows[i].User] = (number, position + 1);
        }

        _keys.AsSpan(0, rows.Length).Sort(_order.AsSpan(0, rows.Length));
    }

    private void Write(InteractionBatch batch, in InteractionRow row, int user, int picture, int position)
    {
        var (kind, usual) = _kinds[row.Kind];
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

            _writer.Delete(user, picture, contradicted);
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

            _writer.Update(user, picture, same, changed);
            _found[at] = changed;
            _updated++;
            return;
        }

        var added = new WrittenInteraction(kind, row.Ticks ?? now.UtcTicks, weight);
        _writer.Add(user, picture, added, position, _pictures[row.Picture].Name);
        _found.Add(added);
        _new++;
    }

    private int IndexOf(int kind, long? ticks)
    {
        for (var i = 0; i < _found.Count; i++)
        {
            if (_found[i].Kind == kind && (ticks is null || _found[i].Ticks == ticks))
                return i;
        }

        return -1;
    }
}
