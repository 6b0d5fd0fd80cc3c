using Kindred.Embeddings;
using Kindred.Search;
using Kindred.Spaces;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes what the library was made with.</summary>
internal static class SettingsRows
{
    public static async Task<LibrarySettings?> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            "SELECT model, weights, head, input, metric, dimensions, fits_space, space, search, vectors FROM settings");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var stamp = new EmbedderStamp(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3),
            Enum.Parse<Metric>(row.GetString(4)), row.GetInt32(5), row.GetBoolean(6));
        return new LibrarySettings(stamp, Enum.Parse<SpaceKind>(row.GetString(7)))
        {
            Search = Enum.Parse<SearchKind>(row.GetString(8)),
            Vectors = Enum.Parse<VectorPrecision>(row.GetString(9)),
        };
    }

    /// <summary>Drops everything that was made by the model of the settings.</summary>
    public static Task DropDependentAsync(SqliteConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "DELETE FROM embeddings; DELETE FROM copies; DELETE FROM failures; DELETE FROM derived", cancellationToken);

    public static Task WriteAsync(SqliteConnection connection, LibrarySettings settings, CancellationToken cancellationToken)
    {
        var stamp = settings.Stamp;
        return connection.ExecuteAsync(
            "INSERT OR REPLACE INTO settings "
            + "VALUES (1, $model, $weights, $head, $input, $metric, $dimensions, $fits, $space, $search, $vectors)", cancellationToken,
            ("$model", stamp.Model), ("$weights", stamp.Weights), ("$head", stamp.Head), ("$input", stamp.Input),
            ("$metric", stamp.Metric.ToString()), ("$dimensions", stamp.Dimensions), ("$fits", stamp.FitsSpace),
            ("$space", settings.Space.ToString()), ("$search", settings.Search.ToString()), ("$vectors", settings.Vectors.ToString()));
    }
}
