using Kindred.Images;
using Kindred.Interactions;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Reads and deletes interactions.</summary>
internal static class InteractionRows
{
    /// <summary>All interactions, user by user; of one user they are sorted while they are read.</summary>
    public const string SelectAll = $"""{Select} ORDER BY interactions."user", interactions.time, interactions.position""";

    /// <summary>The interactions of one user.</summary>
    public const string SelectUser = $"{Select} WHERE users.name = $1 ORDER BY interactions.time, interactions.position";

    /// <summary>All users' counts.</summary>
    public const string SelectCounts = """
        SELECT users.name, likes, dislikes, seen, events
        FROM (
            SELECT "user", count(*) FILTER (WHERE kind = 1) AS likes, count(*) FILTER (WHERE kind = 2) AS dislikes,
                count(*) FILTER (WHERE kind = 3) AS seen, count(*) FILTER (WHERE kind > 3) AS events
            FROM interactions GROUP BY "user") AS counts
        JOIN users ON users.id = counts."user"
        """;

    private const string Select = """
        SELECT users.name, kinds.name, pictures.content, coalesce(interactions.name, pictures.name),
            coalesce(interactions.weight, kinds.weight), interactions.time
        FROM interactions JOIN users ON users.id = interactions."user" JOIN pictures ON pictures.id = interactions.picture
            JOIN kinds ON kinds.id = interactions.kind
        """;

    public static async Task<IReadOnlyList<UserSummary>> ReadUsersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var users = await connection.SelectAsync(
            SelectCounts,
            row => new UserSummary(
                row.GetString(0), (int)row.GetInt64(1), (int)row.GetInt64(2), (int)row.GetInt64(3), (int)row.GetInt64(4)),
            cancellationToken);

        // PostgreSQL compares UTF-8 here, which orders some characters otherwise than .NET does.
        users.Sort((a, b) => string.CompareOrdinal(a.User, b.User));
        return users;
    }

    public static async Task<IReadOnlyList<Interaction>> ReadAsync(
        NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        await connection.SelectAsync(SelectUser, Read, cancellationToken, StoredText.Of(user));

    /// <summary>An interaction, of a row of <see cref="SelectAll"/>.</summary>
    public static Interaction Read(NpgsqlDataReader row) => new(
        row.GetString(0), InteractionKind.Parse(row.GetString(1), provider: null), ImageRows.ReadContent(row, 2), row.GetString(3),
        row.GetDouble(4), new DateTimeOffset(row.GetInt64(5), TimeSpan.Zero));

    public static async Task<int> ForgetAsync(
        NpgsqlConnection connection, string user, IReadOnlyCollection<ContentHash> contents, InteractionKind? kind,
        CancellationToken cancellationToken)
    {
        if (await UserLocks.FindAsync(connection, user, cancellationToken) is not { } number)
            return 0;
        var forgotten = await connection.ExecuteAsync("""
            DELETE FROM interactions
            WHERE "user" = $1 AND picture IN (SELECT id FROM pictures WHERE content = ANY($2))
            AND ($3::text IS NULL OR kind = (SELECT id FROM kinds WHERE name = $3))
            """, cancellationToken, number, contents.Select(content => content.ToByteArray()).ToArray(), kind?.Name);
        await DropWithoutInteractionsAsync(connection, user, number, cancellationToken);
        return forgotten;
    }

    public static async Task<int> ForgetUserAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken)
    {
        if (await UserLocks.FindAsync(connection, user, cancellationToken) is not { } number)
            return 0;
        var forgotten = await connection.ExecuteAsync("""DELETE FROM interactions WHERE "user" = $1""", cancellationToken, number);
        await DropWithoutInteractionsAsync(connection, user, number, cancellationToken);
        return forgotten;
    }

    /// <summary>A user goes with their last interaction, a taste with its last like.</summary>
    private static async Task DropWithoutInteractionsAsync(
        NpgsqlConnection connection, string user, long number, CancellationToken cancellationToken)
    {
        await TasteRows.DropEmptyAsync(connection, [user], cancellationToken);
        await connection.ExecuteAsync("""
            DELETE FROM users WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM interactions WHERE interactions."user" = $1)
            """, cancellationToken, number);
    }
}
