namespace Kindred.Choices;

/// <summary>
/// What a fit found on the latest likes of a library's own people, which it had not seen: how often looks, choices, and both together
/// had them among the first ten.
/// </summary>
/// <param name="People">People with at least one choice.</param>
/// <param name="Choices">Their choices.</param>
/// <param name="Judged">People whose latest like was left out.</param>
/// <param name="Looks">Share of those likes that looks alone have among the first ten.</param>
/// <param name="Both">The same of both together.</param>
/// <param name="Gain">
/// What both gain over looks in the mean of 1 / log2(rank + 2), rank from 0 among all pictures; 0 where nothing was tried.
/// </param>
/// <param name="Margin">The gain is so sure: its 95 % interval is the gain ± this.</param>
/// <param name="Explained">How much of what pictures' factors differ in their looks predict, from 0 to 1.</param>
// A class: reading one as JSON would compile dozens of methods for a struct when the program starts.
internal sealed record ChoicesFindings(
    int People, int Choices, int Judged, double Looks, double Both, double Gain, double Margin, double Explained)
{
    /// <summary>What choices count beside looks for so many likes, from 0 to 1: see <see cref="ChoicesHalf.LikeCounts"/>.</summary>
    public double[] Weights { get; init; } = [0, 0, 0, 0];
}
