using Kindred.Evaluation;
using Kindred.Evaluation.Dislikes;
using Kindred.Evaluation.Labels;
using Kindred.Evaluation.Mixed;
using Kindred.Evaluation.NearDuplicates;
using Kindred.NearDuplicates;
using Kindred.Evaluation.Users;

namespace Kindred.Cli.Output;

/// <summary>Evaluations in words and tables. All intervals are 95 % bootstrap intervals.</summary>
internal static class EvaluationLines
{
    public static void Write(CommandOutput output, EvaluationReport report)
    {
        List<Action> parts = [];
        if (report.Labels is { } labels)
            parts.Add(() => WriteLabels(output, labels));
        if (report.Users is { } users)
            parts.Add(() => WriteUsers(output, users));
        if (report.Mixed is { } mixed)
            parts.Add(() => WriteMixed(output, mixed));
        if (report.Dislikes is { } dislikes)
            parts.Add(() => WriteDislikes(output, dislikes));
        if (report.NearDuplicates is { } duplicates)
            parts.Add(() => WriteNearDuplicates(output, duplicates));
        if (report.History is { } history)
            parts.Add(() => JudgedHistoryLines.Write(output, history));
        foreach (var (i, write) in parts.Index())
        {
            if (i > 0)
                output.Line();
            write();
        }
    }

    private static void WriteMixed(CommandOutput output, MixedReport report)
    {
        output.Line($"Mixed likes: up to {report.Users:N0} made-up users for each row like so many pictures of so many labels.");
        output.Line("all kinds: users who find each of their labels among their ten. precision: share of the ten that is to their taste.");
        output.Line("kept: share of its places that the first label keeps when one more picture of it is disliked.");
        output.Line();
        output.Line($"{"",-20}  all kinds                 precision  kept");
        foreach (var row in report.Rows)
        {
            output.Line(
                $"  {row.Space,-8} {row.Likes,-9}  {row.AllKindsAt10.Mean:0.000}  "
                    + $"{row.AllKindsAt10.Low:0.000} to {row.AllKindsAt10.High:0.000}    {row.PrecisionAt10.Mean:0.000}      "
                    + $"{row.KeptAfterDislike.Mean:0.000}");
        }
    }

    private static void WriteNearDuplicates(CommandOutput output, NearDuplicateReport report)
    {
        output.Line(
            $"Near-duplicates: {report.Altered:N0} altered pictures search {Plural.Of(report.Images, "picture")}. recall: share");
        output.Line("recognized as what it is to its original. precision: share of those that is right. photograph, variant:");
        output.Line("share that is called the same photograph, and a variant. one cut: recall of the best cut through the cosine.");
        output.Line();
        output.Line($"{"",-15}  recall                    precision  photograph  variant  one cut");
        foreach (var row in report.ByTransformation)
        {
            var cut = row.Kind == Likeness.NearDuplicate ? $"{row.CosineCutRecall:0.000}" : "";
            WriteAltered(
                output, row.Transformation, row.Recall, row.Precision,
                $"{row.CalledNearDuplicate:0.000}       {row.CalledVariant:0.000}    {cut}");
        }

        foreach (var score in report.Kinds)
        {
            var kind = score.Kind switch
            {
                Likeness.NearDuplicate => "near-duplicate",
                Likeness.Variant => "variant",
                _ => "similar",
            };
            WriteAltered(output, kind, score.Recall, score.Precision, "");
        }

        foreach (var pair in report.FalseNearDuplicates.Take(5))
        {
            output.Line($"  taken for near-duplicates: picture {pair.Original} {pair.Transformation} and picture {pair.Taken}, "
                + $"similarity {pair.Similarity:0.00}");
        }
    }

    private static void WriteAltered(CommandOutput output, string name, Estimate recall, Estimate? precision, string rest) =>
        output.Line(
            $"  {name,-14} {recall.Mean:0.000}   {recall.Low:0.000} to {recall.High:0.000}   "
                + $"{(precision is { } known ? $"{known.Mean:0.000}" : "     ")}      {rest}".TrimEnd());

    private static void WriteLabels(CommandOutput output, LabelReport report)
    {
        output.Line(
            $"Labels: {Plural.Of(report.Queries, "picture")} of {report.Labels} labels; "
                + $"each asks for its most similar among {report.Images:N0};");
        output.Line(report.Folds == 0
            ? "right is what has the same label. 95 % intervals."
            : $"right is what has the same label. The space learns, so it is fitted {report.Folds} times, and each");
        if (report.Folds > 0)
            output.Line("picture is judged by the fit that did not see it, among those it did see. 95 % intervals.");
        output.Line();
        WriteEstimate(output, "precision@5", report.PrecisionAt5);
        if (report.VisualPrecisionAt5 is { } visual)
            WriteEstimate(output, "  by looks", visual);
        if (report.RawPrecisionAt5 is { } raw)
            WriteEstimate(output, "  unfitted", raw, "the network's numbers as they are, by Euclidean distance, whole gallery");
        output.Line($"  {"chance",-12} {report.Chance:0.000}");
        WriteEstimate(output, "mAP@10", report.MeanAveragePrecisionAt10);
        WriteEstimate(output, "nDCG@10", report.NdcgAt10);
        if (report.LooksKeptAt5 is { } kept)
            WriteEstimate(output, "looks kept", kept, "of a label's five that look most like it, by the learned space too");
        if (report.CalibrationError is { } error)
            output.Line($"{"confidence",-14} {error:0.000}   by which it differs from what came true, on average");
        WriteComparison(output, report.Withheld, "on labels withheld from the fit");
        WriteComparison(output, report.Choices, "taught by choices alone");
        output.Line();
        output.Line("precision@5 by label");
        var width = report.ByLabel.Max(entry => entry.Label.Length);
        foreach (var entry in report.ByLabel)
            output.Line(
                $"  {entry.Label.PadRight(width)}  {entry.PrecisionAt5:0.000}  "
                    + $"{new string('█', (int)Math.Round(entry.PrecisionAt5 * 30))}  {Plural.Of(entry.Images, "picture")}");
    }

    private static void WriteUsers(CommandOutput output, UserReport report)
    {
        output.Line(
            $"Users: for each number of tastes, {report.Users:N0} made-up users "
                + $"who like pictures of so many labels are recommended {report.ListLength}.");
        output.Line("hit rate: a like taken away comes back. tastes: users with all their tastes in the list. precision: share of the");
        output.Line("list that is to their taste. variety: one less the mean cosine in the list. "
            + "coverage: share of the gallery shown to anybody.");
        foreach (var group in report.Rows.GroupBy(row => row.Tastes))
        {
            output.Line();
            output.Line($"{group.Key} taste{(group.Key == 1 ? " " : "s")}                hit rate  tastes  precision  variety  coverage");
            foreach (var row in group)
            {
                output.Line(
                    $"  {row.Method,-22}  {row.HitRateAt10.Mean,6:0.000}  {row.AllTastesAt10.Mean,6:0.000}     "
                        + $"{row.PrecisionAt10.Mean,6:0.000}   {row.Diversity.Mean,6:0.000}    {row.Coverage,6:0.000}");
            }
        }
    }

    private static void WriteDislikes(CommandOutput output, DislikeReport report)
    {
        output.Line(
            $"Dislikes: of {report.Users:N0} made-up users with one taste, "
                + $"up to {report.Intruded:N0} find something of another label in their ten,");
        output.Line("and dislike three other pictures of it.");
        output.Line();
        output.Line($"{"",-10}  share of the disliked label   of it is left             share to their taste");
        foreach (var row in report.Rows)
        {
            output.Line(
                $"  {row.Method,-8}  {row.ShareBefore.Mean:0.000} before, {row.ShareAfter.Mean:0.000} after     {InWords(row.ShareLeft)}   "
                    + $"{row.PrecisionBefore.Mean:0.000} before, {row.PrecisionAfter.Mean:0.000} after");
        }

        output.Line();
        output.Line("Others like three pictures of one label and two of another, and dislike one more of the first. kept: share of its");
        output.Line("places that the label keeps. nearest: share of the ten pictures nearest to the disliked one that are in the list.");
        output.Line("left alone: share of the list's pictures that are as near to a like as to it, and stay.");
        output.Line();
        output.Line($"{"",-10}  kept                      nearest                       left alone");
        foreach (var row in report.Single)
        {
            output.Line(
                $"  {row.Method,-8}  {InWords(row.Kept)}   {row.NearestBefore.Mean:0.000} before, {row.NearestAfter.Mean:0.000} after     "
                    + InWords(row.LeftAlone));
        }
    }

    private static string InWords(Estimate estimate) => $"{estimate.Mean:0.000}  {estimate.Low:0.000} to {estimate.High:0.000}";

    private static void WriteComparison(CommandOutput output, SpaceComparison? comparison, string what)
    {
        if (comparison is not null)
            output.Line($"precision@5 {what}: {comparison.Visual.Mean:0.000} by looks, {comparison.Learned.Mean:0.000} learned");
    }

    private static void WriteEstimate(CommandOutput output, string name, Estimate estimate, string note = "") =>
        output.Line($"{name,-14} {estimate.Mean:0.000}   {estimate.Low:0.000} to {estimate.High:0.000}   {note}".TrimEnd());
}
