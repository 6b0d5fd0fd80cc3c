using Kindred.Images;
using Kindred.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and deletes interactions.</summary>
internal static class InteractionRows
{
    public static async Task<IReadOnlyList<UserSummary>> ReadUsersAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "SELECT user, sum(kind = 'Like'), sum(kind = 'Dislike'), sum(kind = 'Seen') FROM interactions GROUP BY user");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<UserSummary>();
        while (await row.ReadAsync(cancellationToken))
            users.Add(new UserSummary(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3)));

        // SQLite compares UTF-8, which orders some characters otherwise than .NET does.
        users.Sort((a, b) => string.CompareOrdinal(a.User, b.User));
        return users;
    }

    public static async Task<IReadOnlyList<Interaction>> ReadAsync(
        SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "SELECT kind, content, name, weight, time FROM interactions WHERE user = $user ORDER BY time, id");
        command.Parameters.AddWithValue("$user", user);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var interactions = new List<Interaction>();
        while (await row.ReadAsync(cancellationToken))
        {
            interactions.Add(new Interaction(
                user, Enum.Parse<InteractionKind>(row.GetString(0)), ImageRows.ReadContent(row, 1), row.GetString(2), row.GetDouble(3),
                new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero)));
        }

        return interactions;
    }

    public static async Task<int> ForgetAsync(
        SqliteConnection connection, string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind,
        CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "DELETE FROM interactions WHERE user = $user AND content = $content AND ($kind IS NULL OR kind = $kind)");
        command.Parameters.AddWithValue("$kind", kind?.ToString() ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("$user", user);
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        var forgotten = 0;
        foreach (var hash in contents)
        {
            content.Value = hash.ToByteArray();
            forgotten += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await TasteRows.DropEmptyAsync(connection, user, cancellationToken);
        return forgotten;
    }

    public static async Task<int> ForgetUserAsync(SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        var forgotten = await connection.ExecuteAsync(
            "DELETE FROM interactions WHERE user = $user", cancellationToken, ("$user", user));
        await TasteRows.DropEmptyAsync(connection, user, cancellationToken);
        return forgotten;
    }
}
