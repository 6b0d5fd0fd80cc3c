using System.Runtime.InteropServices;
using Kindred.Layouts;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes the map: x and y of each image in turn, as float32.</summary>
internal static class MapRows
{
    public static async Task<(string FittedTo, GalleryLayout Map)?> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT fitted_to, positions FROM maps");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var coordinates = MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(1)).ToArray();
        return (row.GetString(0), new GalleryLayout(coordinates.Chunk(2).Select(pair => new LayoutPosition(pair[0], pair[1]))));
    }

    public static Task WriteAsync(SqliteConnection connection, string fittedTo, GalleryLayout map, CancellationToken cancellationToken)
    {
        float[] coordinates = [.. map.Positions.SelectMany(position => (float[])[position.X, position.Y])];
        return connection.ExecuteAsync(
            "INSERT OR REPLACE INTO maps VALUES (1, $to, $positions)", cancellationToken,
            ("$to", fittedTo), ("$positions", MemoryMarshal.AsBytes<float>(coordinates).ToArray()));
    }
}
