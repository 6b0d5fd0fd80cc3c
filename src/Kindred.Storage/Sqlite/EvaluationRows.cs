using Kindred.Evaluation;
using Kindred.Spaces;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes the last evaluation.</summary>
internal static class EvaluationRows
{
    public static async Task<LastEvaluation?> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        // One statement, so that figures and what they are about are of one transaction.
        await using var command = connection.Command("""
            SELECT time, seed, images, space, space_version, basis, name, figure FROM evaluations LEFT JOIN figures ORDER BY figures.id
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        LastEvaluation? evaluation = null;
        var figures = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            evaluation ??= new LastEvaluation
            {
                Time = new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero),
                Seed = row.GetInt32(1),
                Images = row.GetInt32(2),
                Space = Enum.Parse<SpaceKind>(row.GetString(3)),
                SpaceVersion = row.GetInt32(4),
                Basis = row.GetString(5),
                Figures = figures,
            };
            if (!row.IsDBNull(6))
                figures.Add(row.GetString(6), row.GetDouble(7));
        }

        return evaluation;
    }

    public static async Task WriteAsync(SqliteConnection connection, LastEvaluation evaluation, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            "DELETE FROM figures; INSERT OR REPLACE INTO evaluations VALUES (1, $time, $seed, $images, $space, $version, $basis)", cancellationToken,
            ("$time", evaluation.Time.UtcTicks), ("$seed", evaluation.Seed), ("$images", evaluation.Images), ("$space", evaluation.Space.ToString()),
            ("$version", evaluation.SpaceVersion), ("$basis", evaluation.Basis));
        foreach (var (name, figure) in evaluation.Figures)
            await connection.ExecuteAsync("INSERT INTO figures (name, figure) VALUES ($name, $figure)", cancellationToken, ("$name", name), ("$figure", figure));
    }
}
