using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Checks;

/// <summary>Looks at what is in the rows of a library: whether rows that name others find them, and whether numbers are numbers.</summary>
internal static class ReferenceCheck
{
    /// <summary>Rows that name one that is not there, by what they are.</summary>
    private static readonly (string What, string Count)[] Dangling =
    [
        ("pictures of no folder", "SELECT count(*) FROM images WHERE folder NOT IN (SELECT id FROM folders)"),
        ("attributes of no picture", "SELECT count(*) FROM attributes WHERE image NOT IN (SELECT id FROM images)"),
        ("choices of no user", "SELECT count(*) FROM interactions WHERE user NOT IN (SELECT id FROM users)"),
        ("choices of no picture", "SELECT count(*) FROM interactions WHERE picture NOT IN (SELECT id FROM pictures)"),
        ("choices of no kind", "SELECT count(*) FROM interactions WHERE kind NOT IN (SELECT id FROM kinds)"),
        ("gaps in the numbers of what was chosen", "SELECT ifnull(max(id), 0) - count(*) FROM pictures"),
    ];

    /// <summary>What names something that is not there, with how many there are of it.</summary>
    public static async Task<IReadOnlyList<(string What, long Count)>> FindDanglingAsync(
        SqliteConnection connection, CancellationToken cancellationToken)
    {
        var found = new List<(string, long)>();
        foreach (var (what, count) in Dangling)
        {
            await using var command = connection.Command(count);
            if (await command.ExecuteScalarAsync(cancellationToken) is long and > 0 and var many)
                found.Add((what, many));
        }

        return found;
    }

    /// <summary>Contents whose embedding has another length than the library's, or is no number in one place.</summary>
    /// <returns>How many embeddings there are, and the bad ones.</returns>
    public static async Task<(long Count, IReadOnlyList<byte[]> Bad)> FindBadEmbeddingsAsync(
        SqliteConnection connection, CancellationToken cancellationToken)
    {
        var (count, bad) = (0L, new List<byte[]>());
        var settings = await SettingsRows.ReadAsync(connection, cancellationToken);
        var numbers = Array.Empty<float>();
        await using var command = connection.Command("SELECT content, embedding, length(fingerprint) FROM embeddings");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            count++;
            var halves = MemoryMarshal.Cast<byte, Half>(row.GetFieldValue<byte[]>(1));
            if (numbers.Length != halves.Length)
                numbers = new float[halves.Length];
            TensorPrimitives.ConvertToSingle(halves, numbers);
            if (halves.Length != settings?.Stamp.Dimensions || !TensorPrimitives.IsFiniteAll<float>(numbers)
                || (!row.IsDBNull(2) && row.GetInt64(2) != Images.Fingerprint.Size))
                bad.Add(row.GetFieldValue<byte[]>(0));
        }

        return (count, bad);
    }
}
