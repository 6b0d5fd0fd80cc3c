using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>
/// Gives users their numbers, and keeps what they have recorded from changing until the transaction ends: whoever writes what a user
/// recorded has locked the user's row first, so that two writers give what one after the other would. Locks are taken in the order of
/// names, users before pictures.
/// </summary>
internal static class UserLocks
{
    private const string Select = "SELECT id, name FROM users WHERE name = ANY($1) ORDER BY name FOR UPDATE";

    // Numbers in the order of the names given, rows in the order of locks. A number is never given twice, nor wasted on whom another
    // transaction was faster with, but for the rare case that both come at once.
    private const string Insert = """
        WITH added AS MATERIALIZED (
            SELECT nextval(pg_get_serial_sequence('users', 'id')) AS id, name FROM unnest($1::text[]) AS names (name))
        INSERT INTO users (id, name) SELECT id, name FROM added ORDER BY name ON CONFLICT (name) DO NOTHING RETURNING id, name
        """;

    private const int Tries = 10;

    /// <summary>Locks a user who is known.</summary>
    /// <returns>Their number; <see langword="null"/> for somebody unknown.</returns>
    public static async Task<long?> FindAsync(NpgsqlConnection connection, string user, CancellationToken cancellationToken) =>
        (long?)await connection.ScalarAsync(Select, cancellationToken, (object)new[] { StoredText.Of(user) });

    /// <summary>Locks users, and makes those who are not known yet.</summary>
    /// <param name="connection">A transaction that holds no lock of a user yet.</param>
    /// <param name="names">Their names, each once. Numbers of new ones are given in this order.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Dictionary<string, LockedUser>> TakeAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 1)
            return await TryAsync(connection, names, cancellationToken);

        // Those who are made come behind those who are known, so somebody who is made meanwhile has two places in the order of locks, and
        // two transactions may wait for each other. PostgreSQL ends one of them, which begins again.
        for (var tries = 1; ; tries++)
        {
            await connection.ExecuteAsync("SAVEPOINT users", cancellationToken);
            try
            {
                var users = await TryAsync(connection, names, cancellationToken);
                await connection.ExecuteAsync("RELEASE SAVEPOINT users", cancellationToken);
                return users;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DeadlockDetected && tries < Tries)
            {
                await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT users", cancellationToken);
            }
        }
    }

    /// <summary>The last position given in what each user has recorded; those without anything are left out.</summary>
    public static async Task<Dictionary<int, int>> ReadLastPositionsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<long> users, CancellationToken cancellationToken)
    {
        if (users.Count == 0)
            return [];
        var positions = await connection.SelectAsync(
            """SELECT "user", max(position) FROM interactions WHERE "user" = ANY($1) GROUP BY "user" """,
            row => (User: (int)row.GetInt64(0), Position: (int)row.GetInt64(1)), cancellationToken, (object)users.ToArray());
        return positions.ToDictionary(last => last.User, last => last.Position);
    }

    private static async Task<Dictionary<string, LockedUser>> TryAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var users = new Dictionary<string, LockedUser>(names.Count, StringComparer.Ordinal);
        string[] missing = [.. names];
        while (true)
        {
            await AddAsync(Select, isNew: false);
            missing = [.. missing.Where(name => !users.ContainsKey(name))];
            if (missing.Length == 0)
                return users;
            await AddAsync(Insert, isNew: true);
            missing = [.. missing.Where(name => !users.ContainsKey(name))];
            if (missing.Length == 0)
                return users;
        }

        async Task AddAsync(string sql, bool isNew)
        {
            await using var command = connection.Command(sql, (object)missing);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
                users[row.GetString(1)] = new LockedUser((int)row.GetInt64(0), isNew);
        }
    }
}

/// <summary>A user whose row is locked.</summary>
/// <param name="Number">Their number.</param>
/// <param name="IsNew">Whether this transaction made them: then nothing is recorded of them.</param>
internal readonly record struct LockedUser(int Number, bool IsNew);
