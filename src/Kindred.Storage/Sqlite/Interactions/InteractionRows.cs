using Kindred.Images;
using Kindred.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Reads and deletes interactions.</summary>
internal static class InteractionRows
{
    /// <summary>All interactions, user by user; of one user they are sorted while they are read.</summary>
    public const string SelectAll = $"{Select} ORDER BY interactions.user, interactions.time, interactions.position";

    /// <summary>The interactions of one user.</summary>
    public const string SelectUser = $"{Select} WHERE users.name = $user ORDER BY interactions.time, interactions.position";

    /// <summary>All users' counts, read in the order of the table.</summary>
    public const string SelectCounts = """
        SELECT users.name, likes, dislikes, seen, events
        FROM (
            SELECT user, sum(kind = 1) AS likes, sum(kind = 2) AS dislikes, sum(kind = 3) AS seen, sum(kind > 3) AS events
            FROM interactions GROUP BY user) AS counts
        JOIN users ON users.id = counts.user
        """;

    private const string Select = """
        SELECT users.name, kinds.name, pictures.content, ifnull(interactions.name, pictures.name),
            ifnull(interactions.weight, kinds.weight), interactions.time
        FROM interactions JOIN users ON users.id = interactions.user JOIN pictures ON pictures.id = interactions.picture
            JOIN kinds ON kinds.id = interactions.kind
        """;

    public static async Task<IReadOnlyList<UserSummary>> ReadUsersAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectCounts);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<UserSummary>();
        while (await row.ReadAsync(cancellationToken))
            users.Add(new UserSummary(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)));

        // SQLite compares UTF-8, which orders some characters otherwise than .NET does.
        users.Sort((a, b) => string.CompareOrdinal(a.User, b.User));
        return users;
    }

    public static async Task<IReadOnlyList<Interaction>> ReadAsync(
        SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(SelectUser);
        command.Parameters.AddWithValue("$user", user);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var interactions = new List<Interaction>();
        while (await row.ReadAsync(cancellationToken))
            interactions.Add(Read(row));
        return interactions;
    }

    /// <summary>An interaction, of a row of <see cref="SelectAll"/>.</summary>
    public static Interaction Read(SqliteDataReader row) => new(
        row.GetString(0), InteractionKind.Parse(row.GetString(1), provider: null), ImageRows.ReadContent(row, 2), row.GetString(3),
        row.GetDouble(4),
        new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero));

    public static async Task<int> ForgetAsync(
        SqliteConnection connection, string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind,
        CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            DELETE FROM interactions
            WHERE user = (SELECT id FROM users WHERE name = $user) AND picture = (SELECT id FROM pictures WHERE content = $content)
            AND ($kind IS NULL OR kind = (SELECT id FROM kinds WHERE name = $kind))
            """);
        command.Parameters.AddWithValue("$kind", kind?.Name ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("$user", user);
        var content = command.Parameters.Add("$content", SqliteType.Blob);
        var forgotten = 0;
        foreach (var hash in contents)
        {
            content.Value = hash.ToByteArray();
            forgotten += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await DropWithoutInteractionsAsync(connection, user, cancellationToken);
        return forgotten;
    }

    public static async Task<int> ForgetUserAsync(SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        var forgotten = await connection.ExecuteAsync(
            "DELETE FROM interactions WHERE user = (SELECT id FROM users WHERE name = $user)", cancellationToken, ("$user", user));
        await DropWithoutInteractionsAsync(connection, user, cancellationToken);
        return forgotten;
    }

    /// <summary>A user goes with their last interaction, a taste with its last like.</summary>
    private static async Task DropWithoutInteractionsAsync(SqliteConnection connection, string user, CancellationToken cancellationToken)
    {
        await TasteRows.DropEmptyAsync(connection, user, cancellationToken);
        await connection.ExecuteAsync(
            "DELETE FROM users WHERE name = $user AND NOT EXISTS (SELECT 1 FROM interactions WHERE interactions.user = users.id)",
            cancellationToken, ("$user", user));
    }
}
