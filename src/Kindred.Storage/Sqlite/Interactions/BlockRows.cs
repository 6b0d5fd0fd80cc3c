using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Interactions.Recording;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Reads interactions of all users as columns.</summary>
internal static class BlockRows
{
    /// <summary>All rows in the order of the table, and so without sorting.</summary>
    public const string Select = "SELECT user, picture, kind, time, weight FROM interactions ORDER BY user, picture, kind, time";

    private const int RowsPerBlock = 16384;

    /// <summary>Makes a reader that fills one block after the other, always the same one; <see langword="null"/> at the end.</summary>
    /// <param name="weights">What each kind counts where a row says nothing else, by the kind's number; less than 0 speaks against.</param>
    public static Func<SqliteDataReader, InteractionBlock?> Reader(float[] weights)
    {
        var block = new InteractionBlock(RowsPerBlock);
        var ended = false;
        return row =>
        {
            var count = 0;
            while (!ended && count < RowsPerBlock)
            {
                if (!row.Read())
                {
                    ended = true;
                    break;
                }

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
            return count == 0 ? null : block;
        };
    }

    /// <summary>What each kind counts, by its number: less than 0 for a dislike, 0 for seen.</summary>
    public static async Task<float[]> ReadWeightsAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT id, weight FROM kinds ORDER BY id");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var weights = new List<float>();
        while (await row.ReadAsync(cancellationToken))
        {
            var kind = row.GetInt32(0);
            while (weights.Count <= kind)
                weights.Add(0);
            weights[kind] = kind switch
            {
                KindNumbers.Seen => 0,
                KindNumbers.Dislike => -(float)row.GetDouble(1),
                _ => (float)row.GetDouble(1),
            };
        }

        return [.. weights];
    }

    /// <summary>How many rows say something of taste.</summary>
    public static async Task<int> CountAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT count(*) FROM interactions WHERE kind <> $seen");
        command.Parameters.AddWithValue("$seen", KindNumbers.Seen);
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>All contents by their numbers, which count from 1 without a gap.</summary>
    public static async Task<IReadOnlyList<ContentHash>> ReadPicturesAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT content FROM pictures ORDER BY id");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var contents = new List<ContentHash>();
        while (await row.ReadAsync(cancellationToken))
            contents.Add(ImageRows.ReadContent(row, 0));
        return contents;
    }

    public static async Task<int?> FindUserAsync(SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT id FROM users WHERE name = $user");
        command.Parameters.AddWithValue("$user", user);
        return await command.ExecuteScalarAsync(cancellationToken) is long number ? (int)number : null;
    }
}
