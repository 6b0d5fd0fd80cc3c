using Kindred.Recommendations.Explanations;
using Kindred.Server.Api;

namespace Kindred.Server.Recommendations;

/// <summary>Where in a picture its score comes from: rows from the top, cells from the left, their sum the score.</summary>
/// <param name="Id">The picture.</param>
/// <param name="Score">Its score.</param>
/// <param name="HeatMap">The rows; <see langword="null"/> where the picture can no longer be read.</param>
/// <param name="Map">The older name of heatMap.</param>
internal sealed record HeatMapDocument(
    long Id, double Score, IReadOnlyList<IReadOnlyList<double>>? HeatMap, IReadOnlyList<IReadOnlyList<double>>? Map)
{
    public static HeatMapDocument Of(long id, double score, HeatMap? heatMap)
    {
        var rows = heatMap is null ? null : Rows(heatMap);
        return new HeatMapDocument(id, Rounded.Of(score), rows, rows);
    }

    public static IReadOnlyList<IReadOnlyList<double>> Rows(HeatMap heatMap)
    {
        var cells = Enumerable.Range(0, Kindred.Recommendations.Explanations.HeatMap.Size);
        return [.. cells.Select(row => cells.Select(column => Rounded.Of(heatMap[row, column])).ToArray())];
    }
}
