using System.Runtime.InteropServices;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Rows of interactions in memory: what is recorded of some users and pictures is read with one statement, changed here, and written
/// together. The users are locked, so that nobody else changes it meanwhile.
/// </summary>
/// <param name="isOrdered">
/// Whether each user and picture is found once, in the order of their numbers. Then only the rows of one have to be at hand.
/// </param>
internal sealed class PendingRows(bool isOrdered) : IRecordedRows
{
    private const string Select = """
        SELECT interactions."user", interactions.picture, interactions.kind, interactions.time, interactions.weight
        FROM unnest($1::bigint[], $2::bigint[]) AS pairs ("user", picture)
        JOIN interactions ON interactions."user" = pairs."user" AND interactions.picture = pairs.picture
        """;

    private readonly RowChanges _changes = new();
    private readonly List<PairRow> _stored = [];
    private readonly Dictionary<ulong, List<PairRow>> _touched = [];
    private List<PairRow> _rows = [];
    private int _next;

    /// <summary>Numbers of the users of whom rows were deleted, each once.</summary>
    public IReadOnlySet<int> Bereft => _changes.Bereft;

    /// <summary>A user and a picture in one number, in whose order rows are stored.</summary>
    public static ulong Pair(int user, int picture) => ((ulong)(uint)user << 32) | (uint)picture;

    /// <summary>Reads what is recorded of users and pictures, in place of what was here.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="pairs">Users and pictures, each once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LoadAsync(NpgsqlConnection connection, List<ulong> pairs, CancellationToken cancellationToken)
    {
        _stored.Clear();
        _next = 0;
        if (pairs.Count == 0)
            return;
        await using (var command = connection.Command(
            Select, pairs.ConvertAll(pair => (long)(pair >> 32)), pairs.ConvertAll(pair => (long)(uint)pair)))
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                var found = new WrittenInteraction((int)row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetDouble(4));
                _stored.Add(new PairRow
                {
                    User = (int)row.GetInt64(0),
                    Picture = (int)row.GetInt64(1),
                    Before = found,
                    Now = found,
                    IsStored = true,
                    IsThere = true,
                });
            }
        }

        _stored.Sort(static (a, b) => Pair(a.User, a.Picture).CompareTo(Pair(b.User, b.Picture)));
    }

    /// <inheritdoc/>
    public void Find(int user, int picture, List<WrittenInteraction> found)
    {
        if (isOrdered)
        {
            _changes.Take(_rows);
            _rows.Clear();
            AddStored(Pair(user, picture));
        }
        else
        {
            FindTouched(Pair(user, picture));
        }

        found.Clear();
        foreach (var row in _rows)
        {
            if (row.IsThere)
                found.Add(row.Now);
        }

        if (found.Count > 1)
            found.Sort(static (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Ticks.CompareTo(b.Ticks));
    }

    /// <inheritdoc/>
    public void Add(int user, int picture, WrittenInteraction row, int position, string? name) => _rows.Add(new PairRow
    {
        User = user,
        Picture = picture,
        Now = row,
        IsThere = true,
        Position = position,
        Name = name,
    });

    /// <inheritdoc/>
    public void Update(int user, int picture, WrittenInteraction before, WrittenInteraction row) => RowOf(before).Now = row;

    /// <inheritdoc/>
    public void Delete(int user, int picture, WrittenInteraction row) => RowOf(row).IsThere = false;

    /// <summary>Writes what has changed.</summary>
    public Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (isOrdered)
            _changes.Take(_rows);
        foreach (var rows in _touched.Values)
            _changes.Take(rows);
        _rows = [];
        _touched.Clear();
        return _changes.WriteAsync(connection, cancellationToken);
    }

    /// <summary>Adds the stored rows of a pair to those at hand; all pairs before it are done with.</summary>
    private void AddStored(ulong pair)
    {
        for (; _next < _stored.Count && Pair(_stored[_next].User, _stored[_next].Picture) is var next && next <= pair; _next++)
        {
            if (next == pair)
                _rows.Add(_stored[_next]);
        }
    }

    private void FindTouched(ulong pair)
    {
        ref var rows = ref CollectionsMarshal.GetValueRefOrAddDefault(_touched, pair, out var isTouched);
        _rows = rows ??= [];
        if (isTouched)
            return;
        for (var i = FirstStored(pair); i < _stored.Count && Pair(_stored[i].User, _stored[i].Picture) == pair; i++)
            _rows.Add(_stored[i]);
    }

    private int FirstStored(ulong pair)
    {
        var (low, high) = (0, _stored.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Pair(_stored[middle].User, _stored[middle].Picture) < pair)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private ref PairRow RowOf(WrittenInteraction row)
    {
        foreach (ref var one in CollectionsMarshal.AsSpan(_rows))
        {
            if (one.IsThere && one.Now == row)
                return ref one;
        }

        throw new InvalidOperationException("There is no such row.");
    }
}
