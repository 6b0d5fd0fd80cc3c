using Kindred.Evaluation;
using Kindred.Evaluation.Labels;
using Kindred.Evaluation.Users;

namespace Kindred.Cli.Reports.Sections;

/// <summary>What a report comes to, in a sentence for each task.</summary>
internal static class SummarySection
{
    public static void Write(HtmlWriter html, EvaluationReport report)
    {
        using var section = html.Open("div", ("class", "short"));
        html.Element("h2", "In short");
        using var paragraph = html.Open("p");
        if (report.Labels is { } labels)
            WriteLabels(html, labels);
        if (report.Users is { } users)
            WriteUsers(html, users);
        // The space in use comes last.
        if (report.Mixed?.Rows.LastOrDefault(row => row.Likes == "1+1") is { } mixed)
        {
            html.Emphasized($"Of people with one like of each of two kinds, {Percent.Of(mixed.AllKindsAt10.Mean)} find both ");
            html.Text("among their ten. ");
        }

        if (report.Dislikes?.Rows is [var dislikes, ..])
        {
            html.Emphasized($"Disliking three pictures takes what is disliked from {Percent.Of(dislikes.ShareBefore.Mean)} ");
            html.Emphasized($"of the list to {Percent.Of(dislikes.ShareAfter.Mean)}. ");
        }

        if (report.NearDuplicates is { } duplicates)
        {
            html.Emphasized($"Of altered pictures, {Percent.Of(duplicates.Recall.Mean)} are recognized");
            if (duplicates.Precision is { } precision)
                html.Emphasized($", and {Percent.Of(precision.Mean)} of what is taken for a near-duplicate is one");
            html.Text(". ");
        }

        if (report.History?.Rows is [.., { Method: "kindred" } own])
            html.Emphasized($"Of people who chose here, {Percent.Of(own.HitRateAt10.Mean)} have what they liked last among their ten. ");
    }

    private static void WriteLabels(HtmlWriter html, LabelReport labels)
    {
        html.Emphasized($"Of the five pictures that come back as most similar, {Percent.Of(labels.PrecisionAt5.Mean)} are of the kind ");
        html.Emphasized($"asked about; by chance it would be {Percent.Of(labels.Chance)}");
        if (labels.RawPrecisionAt5 is { } raw)
            html.Emphasized($", and by the network's numbers as they are, {Percent.Of(raw.Mean)}");
        html.Text(". ");
    }

    private static void WriteUsers(HtmlWriter html, UserReport users)
    {
        var byMethod = users.Rows
            .Where(row => row.Tastes == Math.Min(2, users.Rows.Max(other => other.Tastes)))
            .ToDictionary(row => row.Method, StringComparer.Ordinal);
        if (!byMethod.TryGetValue("tastes", out var tastes) || !byMethod.TryGetValue("average", out var average))
            return;

        if (tastes.Tastes == 2)
        {
            html.Emphasized($"Of people who like two kinds of pictures, {Percent.Of(tastes.AllTastesAt10.Mean)} find both among the ten ");
            html.Emphasized($"recommended to them; when their likes are averaged, {Percent.Of(average.AllTastesAt10.Mean)} do. ");
        }
        else
        {
            html.Emphasized($"{Percent.Of(tastes.PrecisionAt10.Mean)} of what people are recommended is to their taste. ");
        }
    }
}
