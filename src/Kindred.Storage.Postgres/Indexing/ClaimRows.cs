using Kindred.Images;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Indexing;

/// <summary>
/// Reads and writes claims. One is taken over when its owner no longer holds the lock of its number, which is as soon as its process has
/// ended, or when it was not renewed for the time of a lease, as where its process stands still. Times are those of the server.
/// </summary>
internal static class ClaimRows
{
    /// <summary>Advisory locks with this number and an owner's say that the owner is alive.</summary>
    /// <remarks>Owners of all schemas of a database draw from sequences of their own, so the schema's name is in it.</remarks>
    public const string OwnerLock = "hashtext('kindred owner ' || current_schema())";

    /// <summary>Whether the owner of a claim is there. An expression for use in statements about <c>claims</c>.</summary>
    private const string IsAlive = $"""
        (claims.until >= clock_timestamp() AND EXISTS (
            SELECT 1 FROM pg_locks
            WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND objid::bigint = claims.owner
                AND classid::bigint = ({OwnerLock}::bigint & 4294967295)
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))
        """;

    /// <summary>Claims what nobody holds.</summary>
    /// <returns>The keys that the owner holds now.</returns>
    public static async Task<HashSet<ContentHash>> ClaimAsync(
        NpgsqlConnection connection, IEnumerable<ContentHash> keys, int owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        // In the order of their keys, so that two who claim the same never wait for each other in a circle.
        var claimed = await connection.SelectAsync($"""
            INSERT INTO claims (key, owner, until)
            SELECT key, $2, clock_timestamp() + $3 FROM (SELECT DISTINCT key FROM unnest($1::bytea[]) AS key) AS wanted ORDER BY key
            ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, until = excluded.until
            WHERE claims.owner = excluded.owner OR NOT {IsAlive}
            RETURNING key
            """, row => new ContentHash(row.GetFieldValue<byte[]>(0)), cancellationToken,
            keys.Select(key => key.ToByteArray()).ToArray(), owner, lease);
        return [.. claimed];
    }

    /// <summary>Ends claims.</summary>
    /// <returns>How many of them the owner held.</returns>
    public static Task<int> EndAsync(
        NpgsqlConnection connection, IEnumerable<ContentHash> keys, int owner, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "DELETE FROM claims WHERE owner = $2 AND key = ANY($1)", cancellationToken,
            keys.Select(key => key.ToByteArray()).ToArray(), owner);

    /// <summary>Ends all claims of an owner.</summary>
    public static Task<int> EndAllAsync(NpgsqlConnection connection, int owner, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("DELETE FROM claims WHERE owner = $1", cancellationToken, owner);

    /// <summary>Renews all claims of an owner.</summary>
    public static Task<int> RenewAsync(NpgsqlConnection connection, int owner, TimeSpan lease, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE claims SET until = clock_timestamp() + $2 WHERE owner = $1", cancellationToken, owner, lease);

    /// <summary>Whether somebody else who is alive holds a claim.</summary>
    public static async Task<bool> AnyOfOthersAsync(NpgsqlConnection connection, int owner, CancellationToken cancellationToken) =>
        await connection.ScalarAsync(
            $"SELECT EXISTS (SELECT 1 FROM claims WHERE owner <> $1 AND {IsAlive})", cancellationToken, owner) is true;
}
