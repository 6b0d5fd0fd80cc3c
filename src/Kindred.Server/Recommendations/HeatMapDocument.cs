using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;
using Kindred.Server.Api;

namespace Kindred.Server.Recommendations;

/// <summary>
/// Where in a picture its score comes from: rows from the top, cells from the left, their sum the part of the score that looks have.
/// </summary>
/// <param name="Id">The picture.</param>
/// <param name="Score">Its score.</param>
/// <param name="PeopleShare">The part of its score that comes from people's choices, from 0 to 1.</param>
/// <param name="HeatMap">
/// The rows; <see langword="null"/> where the picture can no longer be read, and where it is there by people's choices alone.
/// </param>
/// <param name="Map">The older name of heatMap.</param>
internal sealed record HeatMapDocument(
    long Id, double Score, double PeopleShare, IReadOnlyList<IReadOnlyList<double>>? HeatMap,
    IReadOnlyList<IReadOnlyList<double>>? Map)
{
    public static HeatMapDocument Of(Recommendation item, HeatMap? heatMap)
    {
        var rows = heatMap is null ? null : Rows(heatMap);
        return new HeatMapDocument(item.Image.Id.Value, Rounded.Of(item.Score), Rounded.Of(item.PeopleShare), rows, rows);
    }

    public static IReadOnlyList<IReadOnlyList<double>> Rows(HeatMap heatMap)
    {
        var cells = Enumerable.Range(0, Kindred.Recommendations.Explanations.HeatMap.Size);
        return [.. cells.Select(row => cells.Select(column => Rounded.Of(heatMap[row, column])).ToArray())];
    }
}
