using Kindred.Images;
using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Kindred.Tastes;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Reads and writes kept tastes. Which likes are in one is in the rows of the likes.</summary>
internal static class TasteRows
{
    public static async Task<IReadOnlyList<KeptTaste>> ReadAsync(
        SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            SELECT tastes.id, tastes.name, tastes.weight, tastes.muted, pictures.content
            FROM tastes JOIN interactions ON interactions.taste = tastes.id JOIN pictures ON pictures.id = interactions.picture
            WHERE tastes.user = $user GROUP BY tastes.id, pictures.id
            ORDER BY tastes.id, min(interactions.time), min(interactions.position)
            """);
        command.Parameters.AddWithValue("$user", user);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var tastes = new List<KeptTaste>();
        var likes = new List<ContentHash>();
        while (await row.ReadAsync(cancellationToken))
        {
            if (tastes.Count == 0 || tastes[^1].Id != row.GetInt64(0))
            {
                likes = [];
                tastes.Add(new KeptTaste(
                    row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetDouble(2), row.GetBoolean(3), likes));
            }

            likes.Add(ImageRows.ReadContent(row, 4));
        }

        return tastes;
    }

    public static async Task<IReadOnlyList<long>> ChangeAsync(
        SqliteConnection connection, string user, IReadOnlyList<TasteChange> changes, CancellationToken cancellationToken)
    {
        var ids = new List<long>(changes.Count);
        foreach (var change in changes)
        {
            var id = await WriteAsync(connection, user, change, cancellationToken);
            await MoveAsync(connection, user, id, change.Likes, cancellationToken);
            ids.Add(id);
        }

        await DropEmptyAsync(connection, user, cancellationToken);
        return ids;
    }

    /// <summary>Drops a taste. The rows of its likes forget it by their reference to it.</summary>
    public static Task<int> DropAsync(SqliteConnection connection, string user, long id, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("DELETE FROM tastes WHERE id = $id AND user = $user", cancellationToken, ("$id", id), ("$user", user));

    /// <summary>Drops all tastes that have no likes, as after likes of many users have changed.</summary>
    public static Task<int> DropEmptyAsync(SqliteConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "DELETE FROM tastes WHERE NOT EXISTS (SELECT 1 FROM interactions WHERE taste = tastes.id)", cancellationToken);

    /// <summary>Drops the tastes of a user that have no likes, as after likes were forgotten.</summary>
    public static Task<int> DropEmptyAsync(SqliteConnection connection, string user, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "DELETE FROM tastes WHERE user = $user AND NOT EXISTS (SELECT 1 FROM interactions WHERE taste = tastes.id)",
            cancellationToken, ("$user", user));

    private static async Task<long> WriteAsync(
        SqliteConnection connection, string user, TasteChange change, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(change.Id is null
            ? """
                INSERT INTO tastes (user, name, weight, muted)
                VALUES ($user, nullif($name, ''), ifnull($weight, 1), ifnull($muted, 0)) RETURNING id
                """
            : """
                UPDATE tastes SET name = nullif(ifnull($name, name), ''), weight = ifnull($weight, weight), muted = ifnull($muted, muted)
                WHERE id = $id AND user = $user RETURNING id
                """);
        command.Parameters.AddWithValue("$user", user);
        command.Parameters.AddWithValue("$id", Value(change.Id));
        command.Parameters.AddWithValue("$name", Value(change.Name));
        command.Parameters.AddWithValue("$weight", Value(change.Weight));
        command.Parameters.AddWithValue("$muted", Value(change.IsMuted));
        return await command.ExecuteScalarAsync(cancellationToken) is long id ? id : throw new NoSuchTasteException($"{change.Id}");
    }

    private static async Task MoveAsync(
        SqliteConnection connection, string user, long id, IReadOnlyCollection<ContentHash> likes, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            UPDATE interactions SET taste = $id
            WHERE user = (SELECT id FROM users WHERE name = $user) AND picture = (SELECT id FROM pictures WHERE content = $content)
            AND (kind = $like OR (kind > $seen AND ifnull(weight, (SELECT weight FROM kinds WHERE id = kind)) >= $strong))
            """);
        command.Parameters.AddWithValue("$like", KindNumbers.Like);
        command.Parameters.AddWithValue("$seen", KindNumbers.Seen);
        command.Parameters.AddWithValue("$strong", InteractionWeight.Strong);
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$user", user);
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        foreach (var like in likes)
        {
            content.Value = like.ToByteArray();
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static object Value(object? value) => value ?? DBNull.Value;
}
