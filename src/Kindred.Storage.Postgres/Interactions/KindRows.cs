using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Gives kinds their numbers, and says what they weigh.</summary>
internal static class KindRows
{
    private const string Select = "SELECT id, name, weight FROM kinds";

    private const string Insert = """
        INSERT INTO kinds (id, name, weight)
        SELECT (SELECT max(id) FROM kinds) + number, name, weight
        FROM unnest($1::text[], $2::double precision[]) WITH ORDINALITY AS added (name, weight, number)
        """;

    /// <summary>Finds all kinds, and adds those that are not known yet.</summary>
    /// <param name="connection">A transaction that has locked the users it writes of.</param>
    /// <param name="kinds">Kinds, with the weight of the row that is met first, for those without a default.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>By name, the number and the weight that rows need not name.</returns>
    public static async Task<Dictionary<string, (int Number, double Usual)>> AddAsync(
        NpgsqlConnection connection, IEnumerable<(InteractionKind Kind, double? Weight)> kinds, CancellationToken cancellationToken)
    {
        var wanted = kinds.DistinctBy(kind => kind.Kind.Name, StringComparer.Ordinal).ToArray();
        var known = await ReadAsync(connection, cancellationToken);
        if (wanted.All(kind => known.ContainsKey(kind.Kind.Name)))
            return known;

        // Kinds are few and seldom new.
        await connection.ExecuteAsync("LOCK TABLE kinds IN SHARE ROW EXCLUSIVE MODE", cancellationToken);
        known = await ReadAsync(connection, cancellationToken);
        var missing = wanted.Where(kind => !known.ContainsKey(kind.Kind.Name)).ToArray();
        await connection.ExecuteAsync(
            Insert, cancellationToken, missing.Select(kind => kind.Kind.Name).ToArray(),
            missing.Select(kind => kind.Kind.DefaultWeight ?? kind.Weight ?? 1).ToArray());
        return await ReadAsync(connection, cancellationToken);
    }

    /// <summary>What each kind counts, by its number: less than 0 for a dislike, 0 for seen.</summary>
    public static async Task<float[]> ReadWeightsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var kinds = await ReadAsync(connection, cancellationToken);
        var weights = new float[kinds.Values.Max(kind => kind.Number) + 1];
        foreach (var (number, usual) in kinds.Values)
        {
            weights[number] = number switch
            {
                KindNumbers.Seen => 0,
                KindNumbers.Dislike => -(float)usual,
                _ => (float)usual,
            };
        }

        return weights;
    }

    private static async Task<Dictionary<string, (int Number, double Usual)>> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var kinds = await connection.SelectAsync(
            Select, row => (Name: row.GetString(1), Number: (int)row.GetInt64(0), Usual: row.GetDouble(2)), cancellationToken);
        return kinds.ToDictionary(kind => kind.Name, kind => (kind.Number, kind.Usual), StringComparer.Ordinal);
    }
}
