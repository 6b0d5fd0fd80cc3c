using System.Runtime.InteropServices;
using Kindred.Spaces;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes the fitted space.</summary>
internal static class SpaceRows
{
    public static async Task<FittedSpace?> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            SELECT version, kind, fitted_on, fitted_to, mean, axes, gain_visual, gain_learned, gain_axes, gain_shrinkage, gain_labels, gain_tastes
            FROM spaces ORDER BY version DESC LIMIT 1
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var space = EmbeddingSpace.Create(
            Enum.Parse<SpaceKind>(row.GetString(1)), row.GetInt32(0), row.GetInt32(2),
            MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(4)), MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(5)));
        SpaceGain? gain = row.IsDBNull(6) ? null : new SpaceGain(row.GetDouble(6), row.GetDouble(7), row.GetInt32(8), row.GetDouble(9)) { Labels = row.GetInt32(10), Tastes = row.GetInt32(11) };
        return new FittedSpace(space, row.GetString(3), gain);
    }

    /// <summary>Replaces the space; <see langword="false"/> where it no longer fits the library.</summary>
    public static async Task<bool> WriteAsync(SqliteConnection connection, FittedSpace fitted, CancellationToken cancellationToken)
    {
        var (space, fittedTo, gain) = fitted;
        var axes = new float[space.AxisCount * space.InputDimensions];
        for (var axis = 0; axis < space.AxisCount; axis++)
            space.Axis(axis).CopyTo(axes.AsSpan(axis * space.InputDimensions));

        // Another process may have changed the model since this space was fitted: then it is nobody's.
        await using (var current = connection.Command("SELECT dimensions FROM settings"))
        {
            if (await current.ExecuteScalarAsync(cancellationToken) is long dimensions && dimensions != space.InputDimensions)
                return false;
        }

        await connection.ExecuteAsync("DELETE FROM spaces", cancellationToken);
        await connection.ExecuteAsync(
            "INSERT INTO spaces VALUES ($version, $kind, $on, $to, $mean, $axes, $visual, $learned, $gainAxes, $shrinkage, $labels, $tastes)", cancellationToken,
            ("$version", space.Version), ("$kind", space.Kind.ToString()), ("$on", space.FittedOn), ("$to", fittedTo),
            ("$mean", MemoryMarshal.AsBytes(space.Mean).ToArray()), ("$axes", MemoryMarshal.AsBytes<float>(axes).ToArray()),
            ("$visual", gain?.Visual ?? (object)DBNull.Value), ("$learned", gain?.Learned ?? (object)DBNull.Value),
            ("$gainAxes", gain?.Axes ?? (object)DBNull.Value), ("$shrinkage", gain?.Shrinkage ?? (object)DBNull.Value),
            ("$labels", gain?.Labels ?? (object)DBNull.Value), ("$tastes", gain?.Tastes ?? (object)DBNull.Value));
        return true;
    }
}
