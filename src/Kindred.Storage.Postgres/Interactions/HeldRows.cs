using System.Runtime.CompilerServices;
using Kindred.Interactions.Batches;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Rows that wait until all have come: the first in memory, what is more in a temporary table that goes with the transaction.
/// </summary>
/// <param name="connection">The transaction.</param>
/// <param name="window">How many are held in memory, and are given back at once at most.</param>
internal sealed class HeldRows(NpgsqlConnection connection, int window)
{
    /// <summary>What suits a machine that imports millions: some 50 MB.</summary>
    public const int RowsPerWindow = 1 << 20;

    private const int CopiedColumns = 6;

    private const string Create = """
        CREATE TEMPORARY TABLE held (
            "user" integer NOT NULL, picture integer NOT NULL, kind integer NOT NULL, weight double precision, ticks bigint,
            number integer NOT NULL)
        ON COMMIT DROP
        """;

    private const string Copy = """COPY held ("user", picture, kind, weight, ticks, number) FROM STDIN (FORMAT BINARY)""";

    // A table that only this transaction has written, once, is read in the order of writing.
    private const string Declare = """
        DECLARE rows NO SCROLL CURSOR FOR SELECT "user", picture, kind, weight, ticks, number FROM held
        """;

    private InteractionRow[] _rows = [];
    private int _count;
    private bool _hasMore;

    /// <summary>Takes rows, and copies them.</summary>
    public async Task AddAsync(ReadOnlyMemory<InteractionRow> rows, CancellationToken cancellationToken)
    {
        var room = _hasMore ? 0 : Math.Min(rows.Length, window - _count);
        if (room > 0)
        {
            if (_count + room > _rows.Length)
                Array.Resize(ref _rows, Math.Min(window, Math.Max(2 * _rows.Length, _count + room)));
            rows.Span[..room].CopyTo(_rows.AsSpan(_count));
            _count += room;
        }

        if (room == rows.Length)
            return;
        if (!_hasMore)
            await connection.ExecuteAsync(Create, cancellationToken);
        _hasMore = true;
        await WriteAsync(rows[room..], cancellationToken);
    }

    /// <summary>Gives all rows back, in the order in which they came. What it gives holds until the next.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<InteractionRow>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_count > 0)
            yield return _rows.AsMemory(0, _count);
        if (!_hasMore)
            yield break;
        await connection.ExecuteAsync(Declare, cancellationToken);
        while (await FetchAsync(cancellationToken) is var count and > 0)
            yield return _rows.AsMemory(0, count);
    }

    private static void Write(CopyWriter writer, in InteractionRow row)
    {
        writer.StartRow(CopiedColumns);
        writer.Write(row.User);
        writer.Write(row.Picture);
        writer.Write(row.Kind);
        if (row.Weight is { } weight)
            writer.Write(weight);
        else
            writer.WriteNull();
        if (row.Ticks is { } ticks)
            writer.Write(ticks);
        else
            writer.WriteNull();
        writer.Write(row.Number);
    }

    private async Task WriteAsync(ReadOnlyMemory<InteractionRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = await CopyWriter.BeginAsync(connection, Copy, cancellationToken);
        for (var i = 0; i < rows.Length; i++)
        {
            Write(writer, rows.Span[i]);
            await writer.EndRowAsync(cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task<int> FetchAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.Command($"FETCH {window} FROM rows");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var count = 0;
        while (await row.ReadAsync(cancellationToken))
        {
            _rows[count++] = new InteractionRow(
                row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetDouble(3),
                row.IsDBNull(4) ? null : row.GetInt64(4), row.GetInt32(5));
        }

        return count;
    }
}
