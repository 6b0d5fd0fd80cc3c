using System.Runtime.InteropServices;
using Kindred.Recommendations;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Reads and writes what scores mean: the fields of <see cref="NeighborScores"/> in their order, as float32.</summary>
internal static class CalibrationRows
{
    public static async Task<(string FittedTo, NeighborScores Scores)?> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT fitted_to, scores FROM calibrations");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || row.GetFieldValue<byte[]>(1) is not { Length: 2 * sizeof(float) } bytes)
            return null;
        var scores = MemoryMarshal.Cast<byte, float>(bytes);
        return (row.GetString(0), new NeighborScores(scores[0], scores[1]));
    }

    public static Task WriteAsync(SqliteConnection connection, string fittedTo, NeighborScores scores, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "INSERT OR REPLACE INTO calibrations VALUES (1, $to, $scores)", cancellationToken,
            ("$to", fittedTo), ("$scores", MemoryMarshal.AsBytes<float>([scores.Nearest, scores.Tenth]).ToArray()));
}
