using Kindred.Embeddings;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage.Postgres.Connections;
using Npgsql;

namespace Kindred.Storage.Postgres;

/// <summary>Reads and writes what the library was made with.</summary>
internal static class SettingsRows
{
    public static async Task<LibrarySettings?> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var settings = await connection.SelectAsync(
            "SELECT model, weights, head, input, metric, dimensions, fits_space, space, search, vectors FROM settings", Read,
            cancellationToken);
        return settings.SingleOrDefault();
    }

    /// <summary>Writes settings, and drops everything that was made by another model.</summary>
    /// <returns>Whether they are other ones than before.</returns>
    public static async Task<bool> WriteAsync(NpgsqlConnection connection, LibrarySettings settings, CancellationToken cancellationToken)
    {
        var before = await ReadAsync(connection, cancellationToken);
        if (before == settings)
            return false;
        if (before is not null && before.Stamp != settings.Stamp)
        {
            await connection.ExecuteAsync(
                "DELETE FROM embeddings; DELETE FROM copies; DELETE FROM failures; DELETE FROM derived", cancellationToken);
        }

        var stamp = settings.Stamp;
        await connection.ExecuteAsync("""
            INSERT INTO settings (id, model, weights, head, input, metric, dimensions, fits_space, space, search, vectors)
            VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET (model, weights, head, input, metric, dimensions, fits_space, space, search, vectors)
                = (SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, cancellationToken, stamp.Model, stamp.Weights, stamp.Head, stamp.Input, stamp.Metric.ToString(), stamp.Dimensions,
            stamp.FitsSpace ? 1 : 0, settings.Space.ToString(), settings.Search.ToString(), settings.Vectors.ToString());
        return true;
    }

    private static LibrarySettings Read(NpgsqlDataReader row)
    {
        var stamp = new EmbedderStamp(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3),
            Enum.Parse<Metric>(row.GetString(4)), row.GetInt32(5), row.GetInt32(6) != 0);
        return new LibrarySettings(stamp, Enum.Parse<SpaceKind>(row.GetString(7)))
        {
            Search = Enum.Parse<SearchKind>(row.GetString(8)),
            Vectors = Enum.Parse<VectorPrecision>(row.GetString(9)),
        };
    }
}
