using Kindred.Images;
using Kindred.Search;

namespace Kindred.Evaluation.Labels;

/// <summary>
/// The label task: every labelled image asks for its ten most similar, itself left out, and those with its label are the right ones. No
/// query's label takes part in its search, so the figure says how well labels are found by looks.
/// </summary>
internal static class LabelTask
{
    /// <summary>Results that are looked at.</summary>
    public const int ListLength = 10;

    /// <summary>Results that precision@5 is about.</summary>
    private const int First = 5;

    /// <summary>Pictures with the worst lists that are reported.</summary>
    private const int MostWorst = 6;

    /// <summary>Whether images have labels to be judged by: at least two, and one that two images share.</summary>
    public static bool HasLabels(IReadOnlyList<Image> images) =>
        Sizes(images) is { Count: > 1 } sizes && sizes.Values.Any(size => size > 1);

    /// <summary>Says so where images have too few labels to be judged by.</summary>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public static void EnsureLabels(IReadOnlyList<Image> images)
    {
        if (!HasLabels(images))
        {
            throw new KindredException(
                Fault.NothingToJudge,
                "To judge its recommendations a gallery needs at least two labels with two pictures each: "
                + "sort the pictures into one folder per kind, or begin their names with it, as in chair_1.jpg.");
        }
    }

    /// <summary>Scores the lists of all images.</summary>
    /// <param name="images">All images.</param>
    /// <param name="lists">For each image its nearest, ids being positions in <paramref name="images"/>.</param>
    /// <param name="folds">Where images searched only images of other folds: the fold of each; otherwise <see langword="null"/>.</param>
    /// <param name="seed">Seed of the intervals.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public static LabelReport Score(IReadOnlyList<Image> images, Neighbor[][] lists, int[]? folds, int seed)
    {
        EnsureLabels(images);
        var sizes = Sizes(images);
        var foldSizes = (folds ?? []).CountBy(fold => fold).ToDictionary();
        var sizesInFold = folds is null ? [] : images.Zip(folds).CountBy(pair => (pair.First.Label, pair.Second)).ToDictionary();
        int Right(int id) => sizes[images[id].Label!] - (folds is null ? 1 : sizesInFold[(images[id].Label, folds[id])]);
        int Searched(int id) => folds is null ? images.Count - 1 : images.Count - foldSizes[folds[id]];

        int[] queries = [.. Enumerable.Range(0, images.Count).Where(id => images[id].Label is not null && Right(id) > 0)];
        var precision = new double[queries.Length];
        var average = new double[queries.Length];
        var ndcg = new double[queries.Length];
        var chance = 0.0;
        for (var i = 0; i < queries.Length; i++)
        {
            var label = images[queries[i]].Label;
            bool[] relevant = [.. lists[queries[i]].Select(neighbor => images[neighbor.Id].Label == label)];
            precision[i] = RankingMetrics.PrecisionAt(relevant, First);
            average[i] = RankingMetrics.AveragePrecisionAt(relevant, ListLength, Right(queries[i]));
            ndcg[i] = RankingMetrics.NdcgAt(relevant, ListLength, Right(queries[i]));
            chance += (double)Right(queries[i]) / Searched(queries[i]);
        }

        return new LabelReport
        {
            Queries = queries.Length,
            Images = images.Count,
            Labels = sizes.Count,
            Folds = foldSizes.Count,
            NearDuplicatesLeftOut = false,
            PrecisionAt5 = Estimate.FromValues(precision, seed),
            MeanAveragePrecisionAt10 = Estimate.FromValues(average, seed),
            NdcgAt10 = Estimate.FromValues(ndcg, seed),
            VisualPrecisionAt5 = null,
            RawPrecisionAt5 = null,
            Withheld = null,
            Choices = null,
            Chance = chance / queries.Length,
            ByLabel = [.. queries.Zip(precision)
                .GroupBy(pair => images[pair.First].Label!, StringComparer.Ordinal)
                .Select(group => new LabelPrecision(group.Key, sizes[group.Key], group.Average(pair => pair.Second)))
                .OrderBy(entry => entry.PrecisionAt5).ThenBy(entry => entry.Label, StringComparer.Ordinal)],
            Worst = Worst(images, lists, [.. queries.Zip(precision)]),
        };
    }

    /// <summary>
    /// Many lists have nothing right. The worst of them are sure of what they say: what they have is nearest to the picture asked about.
    /// </summary>
    private static LabelMiss[] Worst(IReadOnlyList<Image> images, Neighbor[][] lists, (int Query, double Precision)[] queries) =>
    [
        .. queries.Where(entry => entry.Precision < 1 && lists[entry.Query].Length >= First)
            .OrderBy(entry => entry.Precision)
            .ThenBy(entry => lists[entry.Query].Take(First).Sum(found => found.Distance))
            .DistinctBy(entry => images[entry.Query].Label, StringComparer.Ordinal)
            .Take(MostWorst)
            .Select(entry => new LabelMiss(
                images[entry.Query], [.. lists[entry.Query].Take(First).Select(found => images[found.Id])])),
    ];

    private static Dictionary<string, int> Sizes(IReadOnlyList<Image> images) =>
        images.Where(image => image.Label is not null).CountBy(image => image.Label!).ToDictionary(StringComparer.Ordinal);
}
