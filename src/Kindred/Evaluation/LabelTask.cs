using Kindred.Libraries;

namespace Kindred.Evaluation;

/// <summary>
/// The label task: every labelled image asks the whole gallery for its ten most similar, itself left out, and those with its label are
/// the right ones. Labels take no part in the search, so the figure says how far looks alone follow them.
/// </summary>
public static class LabelTask
{
    private const int ListLength = 10;

    /// <summary>Runs the task.</summary>
    /// <param name="gallery">The gallery to judge.</param>
    /// <param name="leaveOutCopies">Leaves images with the query's own content out of its results; they are right too easily.</param>
    /// <param name="seed">Seed of the intervals.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">Fewer than two labels, or none that two images share.</exception>
    public static LabelReport Run(Gallery gallery, bool leaveOutCopies = false, int seed = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gallery);
        var images = gallery.Images;
        var sizes = images.Where(image => image.Label is not null).CountBy(image => image.Label!).ToDictionary(StringComparer.Ordinal);
        if (sizes.Count < 2 || sizes.Values.All(size => size < 2))
        {
            throw new KindredException(
                "To judge its recommendations a gallery needs at least two labels with two pictures each: sort the pictures into one folder a kind.");
        }

        var lists = gallery.Index.SearchAll(
            ListLength,
            leaveOutCopies ? (query, other) => images[query].Content != images[other].Content : null,
            cancellationToken);
        var queries = Enumerable.Range(0, images.Count).Where(id => images[id].Label is { } label && sizes[label] > 1).ToArray();
        var precision = new double[queries.Length];
        var average = new double[queries.Length];
        var ndcg = new double[queries.Length];
        var chance = 0.0;
        for (var i = 0; i < queries.Length; i++)
        {
            var label = images[queries[i]].Label!; // Queries were chosen by having one.
            var others = sizes[label] - 1;
            bool[] relevant = [.. lists[queries[i]].Select(neighbor => images[neighbor.Id].Label == label)];
            precision[i] = RankingMetrics.PrecisionAt(relevant, 5);
            average[i] = RankingMetrics.AveragePrecisionAt(relevant, ListLength, others);
            ndcg[i] = RankingMetrics.NdcgAt(relevant, ListLength, others);
            chance += others / (images.Count - 1.0);
        }

        return new LabelReport
        {
            Queries = queries.Length,
            Images = images.Count,
            Labels = sizes.Count,
            CopiesLeftOut = leaveOutCopies,
            PrecisionAt5 = Estimate.FromValues(precision, seed),
            MeanAveragePrecisionAt10 = Estimate.FromValues(average, seed),
            NdcgAt10 = Estimate.FromValues(ndcg, seed),
            Chance = chance / queries.Length,
            ByLabel = [.. queries.Zip(precision)
                .GroupBy(pair => images[pair.First].Label!, StringComparer.Ordinal)
                .Select(group => new LabelPrecision(group.Key, sizes[group.Key], group.Average(pair => pair.Second)))
                .OrderBy(entry => entry.PrecisionAt5).ThenBy(entry => entry.Label, StringComparer.Ordinal)],
        };
    }
}
