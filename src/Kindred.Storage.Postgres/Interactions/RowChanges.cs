using System.Runtime.InteropServices;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>What is to become of rows of interactions: collected in memory, and written with three statements.</summary>
internal sealed class RowChanges
{
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

    private const int CopiedColumns = 7;

    private readonly List<PairRow> _removed = [];
    private readonly List<PairRow> _changed = [];
    private readonly List<PairRow> _added = [];

    /// <summary>Numbers of the users of whom rows were deleted, each once.</summary>
    public HashSet<int> Bereft { get; } = [];

    /// <summary>Takes what has become of the rows of a user and a picture.</summary>
    public void Take(List<PairRow> rows)
    {
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
        {
            if (!row.IsStored)
            {
                if (row.IsThere)
                    _added.Add(row);
            }
            else if (!row.IsThere)
            {
                _removed.Add(row);
                Bereft.Add(row.User);
            }
            else if (row.Now != row.Before)
            {
                _changed.Add(row);
            }
        }
    }

    /// <summary>Writes all of it, and is empty then.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_removed.Count > 0)
        {
            await connection.ExecuteAsync(
                Remove, cancellationToken, Users(_removed), Pictures(_removed), Kinds(_removed), Times(_removed));
        }

        if (_changed.Count > 0)
        {
            await connection.ExecuteAsync(
                Change, cancellationToken, Users(_changed), Pictures(_changed), Kinds(_changed), Times(_changed),
                _changed.ConvertAll(row => row.Now.Ticks), _changed.ConvertAll(row => row.Now.Weight));
        }

        if (_added.Count > 0)
            await AddAsync(connection, cancellationToken);
        _removed.Clear();
        _changed.Clear();
        _added.Clear();
    }

    private static List<long> Users(List<PairRow> rows) => rows.ConvertAll(row => (long)row.User);

    private static List<long> Pictures(List<PairRow> rows) => rows.ConvertAll(row => (long)row.Picture);

    private static List<long> Kinds(List<PairRow> rows) => rows.ConvertAll(row => (long)row.Before.Kind);

    private static List<long> Times(List<PairRow> rows) => rows.ConvertAll(row => row.Before.Ticks);

    private static void Write(CopyWriter writer, PairRow row)
    {
        writer.StartRow(CopiedColumns);
        writer.Write((long)row.User);
        writer.Write((long)row.Picture);
        writer.Write((long)row.Now.Kind);
        writer.Write(row.Now.Ticks);
        writer.Write((long)row.Position);
        if (row.Now.Weight is { } weight)
            writer.Write(weight);
        else
            writer.WriteNull();
        if (row.Name is { } name)
            writer.Write(name);
        else
            writer.WriteNull();
    }

    private async Task AddAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var writer = await CopyWriter.BeginAsync(connection, Copy, cancellationToken);
        for (var i = 0; i < _added.Count; i++)
        {
            Write(writer, CollectionsMarshal.AsSpan(_added)[i]);
            await writer.EndRowAsync(cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
