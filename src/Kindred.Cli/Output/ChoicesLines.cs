using Kindred.Libraries;

namespace Kindred.Cli.Output;

/// <summary>What was found of what people choose together, for people and for programs.</summary>
internal static class ChoicesLines
{
    public static void Write(CommandOutput output, ChoicesStatus choices)
    {
        if (!choices.WasFitted)
        {
            output.Line(choices.Recorded < choices.NeededChoices
                ? $"choices   too few to tell ({choices.Recorded:N0} are recorded; {choices.NeededChoices:N0} are needed)"
                : $"choices   {choices.Recorded:N0} are recorded; nothing was learned from them yet");
            return;
        }

        if (!choices.WasJudged)
        {
            output.Line($"choices   too few histories to tell ({Counted(choices.Judged, "person", "people")} with five likes or more; "
                + $"{choices.NeededPeople:N0} are needed)");
            return;
        }

        output.Line($"choices   {choices.Choices:N0} of {choices.People:N0} people; of the latest likes of {choices.Judged:N0}, left out, "
            + $"{choices.HitRateByLooks * 100:0.0} % are among the first ten by looks, {choices.HitRateByBoth * 100:0.0} % by both");
        output.Line($"          gain {choices.Gain:+0.000;-0.000;0.000} ± {choices.GainMargin:0.000} in the mean of 1 / log2(rank + 2), "
            + "95 % interval");
        if (!choices.IsUsed)
        {
            output.Line(choices.Weights.Any(weight => weight.Weight > 0)
                ? "          they were learned for another space; lists go by looks until the library is prepared again"
                : "          that is not surely better than looks alone, so lists go by looks");
            return;
        }

        output.Line($"          they count {string.Join(", ", choices.Weights.Select(weight =>
            $"{weight.Weight * 100:0} % from {Counted(weight.Likes, "like", "likes")} on"))}; "
            + $"looks predict {choices.ExplainedByLooks * 100:0} % of them");
        output.Line("          how sure a picture is: in an equal mix of pictures liked next and random ones, the share of likes among "
            + "those with such a score");
    }

    public static ChoicesDocument ToDocument(ChoicesStatus choices) => new(
        choices.Recorded, choices.NeededChoices, choices.NeededPeople, choices.WasFitted, choices.WasJudged, choices.IsUsed,
        choices.People, choices.Choices, choices.Judged, Round(choices.HitRateByLooks), Round(choices.HitRateByBoth),
        Round(choices.Gain), Round(choices.GainMargin), Round(choices.ExplainedByLooks),
        [.. choices.Weights.Select(weight => new ChoicesWeightEntry(weight.Likes, Round(weight.Weight)))]);

    private static string Counted(int count, string one, string several) => $"{count:N0} {(count == 1 ? one : several)}";

    private static double Round(double value) => Math.Round(value, 6);
}
