using Kindred.Images;
using Kindred.Interactions.Batches;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Reads interactions of all users as columns.</summary>
internal static class BlockRows
{
    /// <summary>
    /// All rows in the order of the table's key, which are names of columns: a column of the result would have to be sorted.
    /// </summary>
    public const string Select = """
        SELECT interactions."user"::integer, picture::integer, kind::integer, time, weight FROM interactions
        ORDER BY interactions."user", interactions.picture, interactions.kind, interactions.time
        """;

    private const int RowsPerBlock = 16384;

    /// <summary>Makes a reader that fills one block after the other, always the same one, and says whether there was a row.</summary>
    /// <param name="weights">What each kind counts where a row says nothing else, by the kind's number; less than 0 speaks against.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static Func<NpgsqlDataReader, Task<(bool IsOne, InteractionBlock Block)>> Reader(
        float[] weights, CancellationToken cancellationToken)
    {
        var block = new InteractionBlock(RowsPerBlock);
        return async row =>
        {
            var count = 0;
            while (count < RowsPerBlock && await row.ReadAsync(cancellationToken))
            {
                var kind = row.GetInt32(2);
                block.Users[count] = row.GetInt32(0);
                block.Pictures[count] = row.GetInt32(1) - 1;
                block.Weights[count] = row.IsDBNull(4) || kind == KindNumbers.Seen
                    ? weights[kind]
                    : Math.Sign(weights[kind]) * (float)row.GetDouble(4);
                block.Ticks[count] = row.GetInt64(3);
                count++;
            }

            block.Count = count;
            return (count > 0, block);
        };
    }

    /// <summary>How many rows say something of taste.</summary>
    public static async Task<int> CountAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (int)(long)(await connection.ScalarAsync(
            "SELECT count(*) FROM interactions WHERE kind <> $1", cancellationToken, (long)KindNumbers.Seen))!; // One row.

    /// <summary>All contents by their numbers, which count from 1 without a gap.</summary>
    public static async Task<IReadOnlyList<ContentHash>> ReadPicturesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) => await connection.SelectAsync(
        "SELECT content FROM pictures ORDER BY id", row => ImageRows.ReadContent(row, 0), cancellationToken);

    public static async Task<int?> FindUserAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        await connection.ScalarAsync("SELECT id FROM users WHERE name = $1", cancellationToken, StoredText.Of(user)) is long number
            ? (int)number
            : null;
}
