using System.Runtime.InteropServices;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Npgsql;
using NpgsqlTypes;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Rows of interactions in memory: what is recorded of some users and pictures is read with one statement, changed here, and written with
/// three. The users are locked, so that nobody else changes it meanwhile.
/// </summary>
internal sealed class PendingRows : IRecordedRows
{
    private const string Select = """
        SELECT interactions."user", interactions.picture, interactions.kind, interactions.time, interactions.weight
        FROM unnest($1::bigint[], $2::bigint[]) AS pairs ("user", picture)
        JOIN interactions ON interactions."user" = pairs."user" AND interactions.picture = pairs.picture
        """;

    private const string Remove = """
        DELETE FROM interactions
        USING unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS gone ("user", picture, kind, time)
        WHERE interactions."user" = gone."user" AND interactions.picture = gone.picture AND interactions.kind = gone.kind
        AND interactions.time = gone.time
        """;

    private const string Change = """
        UPDATE interactions SET time = changed.now, weight = changed.weight
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::double precision[])
            AS changed ("user", picture, kind, time, now, weight)
        WHERE interactions."user" = changed."user" AND interactions.picture = changed.picture AND interactions.kind = changed.kind
        AND interactions.time = changed.time
        """;

    private const string Copy = """
        COPY interactions ("user", picture, kind, time, position, weight, name) FROM STDIN (FORMAT BINARY)
        """;

    private readonly List<Entry> _entries = [];
    private readonly Dictionary<ulong, int> _first = [];

    /// <summary>Numbers of the users of whom rows were deleted, each once.</summary>
    public HashSet<int> Deleted { get; } = [];

    /// <summary>A user and a picture in one number.</summary>
    public static ulong Pair(int user, int picture) => ((ulong)(uint)user << 32) | (uint)picture;

    /// <summary>Reads what is recorded of users and pictures, in place of what was here.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="pairs">Users (high 32 bits) and pictures (low); each once.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LoadAsync(NpgsqlConnection connection, List<ulong> pairs, CancellationToken cancellationToken)
    {
        _entries.Clear();
        _first.Clear();
        if (pairs.Count == 0)
            return;
        await using var command = connection.Command(
            Select, pairs.ConvertAll(pair => (long)(pair >> 32)), pairs.ConvertAll(pair => (long)(uint)pair));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var found = new WrittenInteraction((int)row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetDouble(4));
            Append(new Entry
            {
                User = (int)row.GetInt64(0), Picture = (int)row.GetInt64(1), Before = found, Now = found, IsStored = true, IsThere = true,
            });
        }
    }

    /// <inheritdoc/>
    public void Find(int user, int picture, List<WrittenInteraction> found)
    {
        found.Clear();
        for (var i = First(user, picture); i >= 0; i = _entries[i].Next)
        {
            if (_entries[i].IsThere)
                found.Add(_entries[i].Now);
        }

        if (found.Count > 1)
            found.Sort(static (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Ticks.CompareTo(b.Ticks));
    }

    /// <inheritdoc/>
    public void Add(int user, int picture, WrittenInteraction row, int position, string? name) => Append(new Entry
    {
        User = user, Picture = picture, Now = row, IsThere = true, Position = position, Name = name,
    });

    /// <inheritdoc/>
    public void Update(int user, int picture, WrittenInteraction before, WrittenInteraction row) => EntryOf(user, picture, before).Now = row;

    /// <inheritdoc/>
    public void Delete(int user, int picture, WrittenInteraction row)
    {
        EntryOf(user, picture, row).IsThere = false;
        Deleted.Add(user);
    }

    /// <summary>Writes what has changed.</summary>
    public async Task FlushAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var removed = _entries.FindAll(entry => entry is { IsStored: true, IsThere: false });
        if (removed.Count > 0)
        {
            await connection.ExecuteAsync(
                Remove, cancellationToken, Users(removed), Pictures(removed), Kinds(removed), removed.ConvertAll(row => row.Before.Ticks));
        }

        var changed = _entries.FindAll(entry => entry is { IsStored: true, IsThere: true } && entry.Now != entry.Before);
        if (changed.Count > 0)
        {
            await connection.ExecuteAsync(
                Change, cancellationToken, Users(changed), Pictures(changed), Kinds(changed), changed.ConvertAll(row => row.Before.Ticks),
                changed.ConvertAll(row => row.Now.Ticks), changed.ConvertAll(row => row.Now.Weight));
        }

        if (_entries.Exists(entry => entry is { IsStored: false, IsThere: true }))
            await AddAsync(connection, cancellationToken);
    }

    private async Task AddAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var entry in _entries)
        {
            if (entry is not { IsStored: false, IsThere: true })
                continue;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync((long)entry.User, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync((long)entry.Picture, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync((long)entry.Now.Kind, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(entry.Now.Ticks, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync((long)entry.Position, NpgsqlDbType.Bigint, cancellationToken);
            if (entry.Now.Weight is { } weight)
                await writer.WriteAsync(weight, NpgsqlDbType.Double, cancellationToken);
            else
                await writer.WriteNullAsync(cancellationToken);
            if (entry.Name is { } name)
                await writer.WriteAsync(name, NpgsqlDbType.Text, cancellationToken);
            else
                await writer.WriteNullAsync(cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private static List<long> Users(List<Entry> rows) => rows.ConvertAll(row => (long)row.User);

    private static List<long> Pictures(List<Entry> rows) => rows.ConvertAll(row => (long)row.Picture);

    private static List<long> Kinds(List<Entry> rows) => rows.ConvertAll(row => (long)row.Now.Kind);

    private int First(int user, int picture) => _first.GetValueOrDefault(Pair(user, picture), -1);

    private void Append(Entry entry)
    {
        ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, Pair(entry.User, entry.Picture), out var exists);
        entry.Next = exists ? first : -1;
        first = _entries.Count;
        _entries.Add(entry);
    }

    private ref Entry EntryOf(int user, int picture, WrittenInteraction row)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        for (var i = First(user, picture); i >= 0; i = entries[i].Next)
        {
            if (entries[i].IsThere && entries[i].Now == row)
                return ref entries[i];
        }

        throw new InvalidOperationException("There is no such row.");
    }

    /// <summary>A row, as it is stored and as it is to be.</summary>
    private struct Entry
    {
        public int User;
        public int Picture;
        public WrittenInteraction Before;
        public WrittenInteraction Now;
        public bool IsStored;
        public bool IsThere;
        public int Position;
        public string? Name;
        public int Next;
    }
}
