using Kindred.Evaluation.Histories;

namespace Kindred.Cli.Output;

/// <summary>The history task in words and tables.</summary>
internal static class JudgedHistoryLines
{
    /// <summary>What people call a way to recommend.</summary>
    public static string NameOf(string method) => method switch
    {
        "itemKnn" => "item kNN",
        "ease" => "EASE",
        "kindred" => "Kindred",
        _ => method,
    };

    public static void Write(CommandOutput output, HistoryReport report)
    {
        output.Line(
            $"Histories: of {report.People:N0} people with {report.Choices:N0} choices, {report.Judged:N0} are asked. "
            + "What each liked last was left");
        output.Line("out of every fit, and is looked for among all pictures that they did not know. 95 % intervals.");
        output.Line("coverage: share of the gallery that is among somebody's ten. popular: share of places of the most liked tenth.");
        output.Line(report.Weights.Any(weight => weight > 0)
            ? $"Choices count {string.Join(", ", report.Weights.Select(weight => $"{weight:0.00}"))} beside looks with 1, 2, 4, 8 likes."
            : "Choices were found to say nothing beside looks.");
        output.Line();
        output.Line($"{"",-12}  hit rate@10               nDCG@10                   recall@50  coverage  popular");
        foreach (var row in report.Rows)
        {
            output.Line(
                $"  {NameOf(row.Method),-10}  {row.HitRateAt10.Mean:0.000}  {row.HitRateAt10.Low:0.000} to "
                    + $"{row.HitRateAt10.High:0.000}    "
                    + $"{row.NdcgAt10.Mean:0.000}  {row.NdcgAt10.Low:0.000} to {row.NdcgAt10.High:0.000}    "
                    + $"{row.RecallAt50.Mean:0.000}      "
                    + (row.Coverage is { } coverage ? $"{coverage:0.000}     {row.PopularShare:0.000}" : ""));
        }

        foreach (var group in report.ByLikes)
        {
            output.Line();
            output.Line($"{group.Likes} likes known, {Plural.Of(group.People, "person", "people")}");
            foreach (var row in group.Rows)
            {
                output.Line(
                    $"  {NameOf(row.Method),-10}  {row.HitRateAt10.Mean:0.000}  "
                        + $"{row.HitRateAt10.Low:0.000} to {row.HitRateAt10.High:0.000}    "
                        + $"{row.NdcgAt10.Mean:0.000}  {row.NdcgAt10.Low:0.000} to {row.NdcgAt10.High:0.000}");
            }
        }

        if (report.Cold is not { } cold)
            return;
        output.Line();
        output.Line(
            $"Cold: {Plural.Of(cold.Pictures, "picture")} as if nobody had chosen them yet, "
            + $"for {Plural.Of(cold.People, "person", "people")} who did.");
        output.Line($"{"",-12}  AUC                       hit rate@10");
        foreach (var row in cold.Rows)
        {
            output.Line(
                $"  {NameOf(row.Method),-10}  {row.Auc.Mean:0.000}  {row.Auc.Low:0.000} to {row.Auc.High:0.000}    "
                    + $"{row.HitRateAt10.Mean:0.000}  {row.HitRateAt10.Low:0.000} to {row.HitRateAt10.High:0.000}");
        }
    }
}
