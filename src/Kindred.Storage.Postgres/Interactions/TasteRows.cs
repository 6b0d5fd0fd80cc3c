using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Kindred.Tastes;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Reads and writes kept tastes. Which likes are in one is in the rows of the likes.</summary>
internal static class TasteRows
{
    private const string Select = """
        SELECT tastes.id, tastes.name, tastes.weight, tastes.muted, pictures.content
        FROM tastes JOIN interactions ON interactions.taste = tastes.id JOIN pictures ON pictures.id = interactions.picture
        WHERE tastes."user" = $1 GROUP BY tastes.id, pictures.id
        ORDER BY tastes.id, min(interactions.time), min(interactions.position)
        """;

    private const string Insert = """
        INSERT INTO tastes ("user", name, weight, muted)
        VALUES ($1, nullif($2::text, ''), coalesce($3::double precision, 1), coalesce($4::integer, 0)) RETURNING id
        """;

    private const string Update = """
        UPDATE tastes SET name = nullif(coalesce($2::text, name), ''), weight = coalesce($3::double precision, weight),
            muted = coalesce($4::integer, muted)
        WHERE "user" = $1 AND id = $5 RETURNING id
        """;

    // A like and whatever counts as one.
    private const string Move = """
        UPDATE interactions SET taste = $1
        FROM kinds
        WHERE kinds.id = interactions.kind AND interactions."user" = $2
        AND interactions.picture IN (SELECT id FROM pictures WHERE content = ANY($3))
        AND (kinds.id = $4 OR (kinds.id > $5 AND coalesce(interactions.weight, kinds.weight) >= $6))
        """;

    public static async Task<IReadOnlyList<KeptTaste>> ReadAsync(
        NpgsqlConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Select, StoredText.Of(user));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var tastes = new List<KeptTaste>();
        var likes = new List<ContentHash>();
        while (await row.ReadAsync(cancellationToken))
        {
            if (tastes.Count == 0 || tastes[^1].Id != row.GetInt64(0))
            {
                likes = [];
                tastes.Add(new KeptTaste(
                    row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetDouble(2), row.GetInt32(3) != 0, likes));
            }

            likes.Add(ImageRows.ReadContent(row, 4));
        }

        return tastes;
    }

    public static async Task<IReadOnlyList<long>> ChangeAsync(
        NpgsqlConnection connection, string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken)
    {
        var name = StoredText.Of(user);
        var number = await UserLocks.FindAsync(connection, name, cancellationToken);
        var ids = new List<long>(changes.Count);
        foreach (var change in changes)
        {
            var id = await WriteAsync(connection, name, change, cancellationToken);
            if (number is not null && change.Likes.Count > 0)
            {
                await connection.ExecuteAsync(
                    Move, cancellationToken, id, number, change.Likes.Select(like => like.ToByteArray()).ToArray(),
                    (long)KindNumbers.Like, (long)KindNumbers.Seen, InteractionWeight.Strong);
            }

            ids.Add(id);
        }

        await DropEmptyAsync(connection, [name], cancellationToken);
        return ids;
    }

    /// <summary>Drops a taste. The rows of its likes forget it by their reference to it.</summary>
    public static async Task<int> DropAsync(NpgsqlConnection connection, string user, long id, CancellationToken cancellationToken)
    {
        await UserLocks.FindAsync(connection, user, cancellationToken);
        return await connection.ExecuteAsync(
            """DELETE FROM tastes WHERE id = $1 AND "user" = $2""", cancellationToken, id, StoredText.Of(user));
    }

    /// <summary>
    /// Drops the tastes of users that have no likes, as after likes were forgotten or have become dislikes. The users are locked.
    /// </summary>
    public static Task<int> DropEmptyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> users, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """DELETE FROM tastes WHERE "user" = ANY($1) AND NOT EXISTS (SELECT 1 FROM interactions WHERE taste = tastes.id)""",
        cancellationToken, (object)users.Select(StoredText.Of).ToArray());

    private static async Task<long> WriteAsync(
        NpgsqlConnection connection, string user, TasteChange change, CancellationToken cancellationToken)
    {
        int? isMuted = change.IsMuted is { } muted ? (muted ? 1 : 0) : null;
        var name = change.Name is null ? null : StoredText.Of(change.Name);
        var id = change.Id is { } known
            ? await connection.ScalarAsync(Update, cancellationToken, user, name, change.Weight, isMuted, known)
            : await connection.ScalarAsync(Insert, cancellationToken, user, name, change.Weight, isMuted);
        return id is long number ? number : throw new NoSuchTasteException($"{change.Id}");
    }
}
