using Kindred.Galleries;
using Kindred.NearDuplicates;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Evaluation.Labels;

/// <summary>
/// Runs the label task on a library. A space that learns is never asked about what it has seen. In folds: images are dealt into five, and
/// each fold is judged by a space fitted on the other four, in which its images search those four. Withheld: the space is
/// taught one half of the labels and judged on images of the other. Choices: labels are hidden, and all it is taught is what made-up users
/// like, none of whom likes anything of the fold that judges.
/// </summary>
internal sealed class LabelJudge(SpaceTrials trials, Gallery gallery, bool leaveOutNearDuplicates, int seed)
{
    private const int WithheldDraws = 3;
    private const int LikesPerUser = 10;

    /// <summary>Pictures of a query's label that look most like it, held against the same in a space that learned.</summary>
    private const int NearestByLooks = 5;

    /// <summary>Steps that are reported as progress where a space learns.</summary>
    private const int Steps = (2 * LearnedSpace.Folds) + (2 * WithheldDraws);

    private int _done;

    /// <summary>Judges the space that is in use.</summary>
    public async Task<LabelReport> RunAsync(IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        using var raw = await trials.RawAsync(cancellationToken);
        var raw2019 = raw is null ? null : (Estimate?)Score(SearchAll(raw, cancellationToken), folds: null).PrecisionAt5;
        if (gallery.Space.Kind != SpaceKind.Learned)
            return Score(SearchAll(gallery.Exact, cancellationToken), folds: null) with { RawPrecisionAt5 = raw2019 };

        var folds = LearnedSpace.DealFolds(trials.Labels);
        var (visual, learned) = await RunFoldsAsync(folds, (sample, _) => LabelGroups(sample), progress, cancellationToken);
        var (_, chosen) = await RunFoldsAsync(folds, (sample, fold) => ChoiceGroups(sample, folds, fold), progress, cancellationToken);
        var looks = Score(visual.All, folds);
        return Score(learned.All, folds) with
        {
            CalibrationError = CalibrationError(learned, folds),
            LooksKeptAt5 = Estimate.FromValues(LooksKept(visual.WithinLabel, learned.WithinLabel), seed),
            RawPrecisionAt5 = raw2019,
            VisualPrecisionAt5 = looks.PrecisionAt5,
            Withheld = await RunWithheldAsync(progress, cancellationToken),
            Choices = new SpaceComparison(looks.Queries, looks.PrecisionAt5, Score(chosen.All, folds).PrecisionAt5),
        };
    }

    private Neighbor[][] SearchAll(FlatIndex index, CancellationToken cancellationToken) =>
        index.SearchAll(LabelTask.ListLength, MayFind, cancellationToken);

    private LabelReport Score(Neighbor[][] lists, int[]? folds) =>
        LabelTask.Score(gallery.Images, lists, folds, seed) with { NearDuplicatesLeftOut = leaveOutNearDuplicates };

    private (ImageGroups Groups, int Labels) LabelGroups(RawSample sample)
    {
        var groups = ImageGroups.OfLabels([.. sample.Positions.Select(position => trials.Labels[position])]);
        return (groups, groups.Groups.Count);
    }

    /// <summary>The tastes of users who like images of one label each, about as many likes as there are images.</summary>
    private (ImageGroups Groups, int Labels) ChoiceGroups(RawSample sample, int[] folds, int fold)
    {
        var random = new Random(seed + fold);
        int[] labels = [.. trials.JudgedLabels()];
        var likes = new List<int[]>();
        for (var user = 0; user < Math.Max(1, sample.Positions.Length / LikesPerUser); user++)
        {
            var label = labels[user % labels.Length];
            int[] images = [.. Enumerable.Range(0, folds.Length).Where(image => trials.Labels[image] == label && folds[image] != fold)];
            random.Shuffle(images);
            likes.Add(images[..Math.Min(LikesPerUser, images.Length)]);
        }

        return SpaceSupervision.OfLikes(gallery.Images.Count, likes).Groups(sample);
    }

    private async Task<(FoldLists Visual, FoldLists Taught)> RunFoldsAsync(
        int[] folds, Func<RawSample, int, (ImageGroups Groups, int Labels)> group, IProgress<StepProgress>? progress,
        CancellationToken cancellationToken)
    {
        var (visual, taught) = (FoldLists.Of(folds.Length), FoldLists.Of(folds.Length));
        var confidences = new Confidence?[LearnedSpace.Folds];
        for (var fold = 0; fold < LearnedSpace.Folds; fold++)
        {
            var judged = fold;
            var spaces = await trials.FitAsync(position => folds[position] != judged, sample => group(sample, judged), cancellationToken);
            await SearchOthersAsync(spaces.Visual, folds, fold, visual, cancellationToken);
            if (spaces.Confidence is { } confidence)
                confidences[fold] = confidence;
            if (spaces.Taught == spaces.Visual)
            {
                foreach (var image in Enumerable.Range(0, folds.Length).Where(image => folds[image] == judged))
                {
                    taught.All[image] = visual.All[image];
                    taught.WithinLabel[image] = visual.WithinLabel[image];
                }
            }
            else
            {
                await SearchOthersAsync(spaces.Taught, folds, fold, taught, cancellationToken);
            }

            Report(progress);
        }

        return (visual, taught with { Confidences = confidences });
    }

    /// <summary>
    /// How far what was said of the results is from what came true: results are put in ten bins by what was said, and the bins' differences
    /// are averaged, each by its size (expected calibration error; Naeini, Cooper and Hauskrecht, 2015).
    /// </summary>
    private double? CalibrationError(FoldLists learned, int[] folds)
    {
        var said = new List<(float Confidence, bool IsRight)>();
        foreach (var query in Enumerable.Range(0, folds.Length).Where(query => trials.Labels[query] >= 0))
        {
            if (learned.Confidences?[folds[query]] is not { } confidence)
                return null;
            said.AddRange(learned.All[query].Select(found => (
                confidence.Of(found.Score(gallery.Stamp.Metric), likes: 1), trials.Labels[found.Id] == trials.Labels[query])));
        }

        return said.GroupBy(result => Math.Min(9, (int)(result.Confidence * 10)))
            .Sum(bin => Math.Abs(bin.Sum(result => result.Confidence) - bin.Count(result => result.IsRight))) / said.Count;
    }

    /// <summary>Lets the images of a fold search all others in a space, which is used up.</summary>
    private async Task SearchOthersAsync(
        EmbeddingSpace space, int[] folds, int fold, FoldLists lists, CancellationToken cancellationToken)
    {
        using var judged = await trials.ReadAsync(space, cancellationToken);
        Parallel.For(0, folds.Length, query =>
        {
            if (folds[query] != fold)
                return;
            var embedding = judged.EmbeddingOf(query);
            bool IsSeen(int other) => folds[other] != fold && MayFind(query, other);
            bool HasLabel(int other) => trials.Labels[other] == trials.Labels[query];
            lists.All[query] = judged.Exact.Search(embedding, LabelTask.ListLength, IsSeen);
            lists.WithinLabel[query] = trials.Labels[query] < 0
                ? []
                : judged.Exact.Search(embedding, NearestByLooks, other => IsSeen(other) && HasLabel(other));
        });
    }

    /// <summary>
    /// For each image with enough others of its label, how many of those that look most like it are still the nearest of its label.
    /// </summary>
    private static double[] LooksKept(Neighbor[][] byLooks, Neighbor[][] taught) =>
    [
        .. byLooks.Zip(taught)
            .Where(lists => lists.First.Length == NearestByLooks)
            .Select(lists => lists.First.IntersectBy(lists.Second.Select(found => found.Id), found => found.Id))
            .Select(kept => (double)kept.Count() / NearestByLooks),
    ];

    /// <summary>Each image's precision is the mean over the draws.</summary>
    private async Task<SpaceComparison?> RunWithheldAsync(IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        using var visual = await trials.VisualAsync(cancellationToken);
        var judged = trials.JudgedLabels().ToHashSet();
        int[] images = [.. Enumerable.Range(0, gallery.Images.Count).Where(image => judged.Contains(trials.Labels[image]))];
        var (looks, learned) = (new double[images.Length], new double[images.Length]);
        for (var draw = 0; draw < WithheldDraws; draw++)
        {
            var (first, second) = trials.HalveLabels(draw);
            foreach (var (taughtLabels, withheld) in ((int[], int[])[])[(first, second), (second, first)])
            {
                using var taught = await trials.TaughtAsync(taughtLabels, cancellationToken);
                Parallel.For(0, images.Length, i =>
                {
                    if (!withheld.Contains(trials.Labels[images[i]]))
                        return;
                    looks[i] += Precision(visual, images[i]) / WithheldDraws;
                    learned[i] += Precision(taught, images[i]) / WithheldDraws;
                });
                Report(progress);
            }
        }

        return new SpaceComparison(images.Length, Estimate.FromValues(looks, seed), Estimate.FromValues(learned, seed));
    }

    private double Precision(Gallery judged, int query)
    {
        var nearest = judged.Exact.Search(judged.EmbeddingOf(query), 5, other => other != query && MayFind(query, other));
        return nearest.Count(found => trials.Labels[found.Id] == trials.Labels[query]) / 5.0;
    }

    private bool MayFind(int query, int other) =>
        !leaveOutNearDuplicates || gallery.NearDuplicateGroups[query] != gallery.NearDuplicateGroups[other];

    private void Report(IProgress<StepProgress>? progress) => progress?.Report(new StepProgress(++_done, Steps, Failed: 0));

    /// <summary>What each image found in the spaces that did not see it: anything, and only pictures of its label.</summary>
    private sealed record FoldLists(Neighbor[][] All, Neighbor[][] WithinLabel)
    {
        /// <summary>What scores said in each fold, where its fit could tell.</summary>
        public Confidence?[]? Confidences { get; init; }

        public static FoldLists Of(int images) => new(new Neighbor[images][], new Neighbor[images][]);
    }
}
