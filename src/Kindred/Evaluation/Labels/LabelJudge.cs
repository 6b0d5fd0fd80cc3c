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
        var looks = Score(visual, folds);
        return Score(learned, folds) with
        {
            RawPrecisionAt5 = raw2019,
            VisualPrecisionAt5 = looks.PrecisionAt5,
            Withheld = await RunWithheldAsync(progress, cancellationToken),
            Choices = new SpaceComparison(looks.Queries, looks.PrecisionAt5, Score(chosen, folds).PrecisionAt5),
        };
    }

    private Neighbor[][] SearchAll(FlatIndex index, CancellationToken cancellationToken) =>
        index.SearchAll(LabelTask.ListLength, MayFind, cancellationToken);

    private LabelReport Score(Neighbor[][] lists, int[]? folds) =>
        LabelTask.Score(gallery.Images, lists, folds, seed) with { NearDuplicatesLeftOut = leaveOutNearDuplicates };

    private ImageGroups LabelGroups(RawSample sample) =>
        ImageGroups.OfLabels([.. sample.Positions.Select(position => trials.Labels[position])]);

    /// <summary>The tastes of users who like images of one label each, about as many likes as there are images.</summary>
    private ImageGroups ChoiceGroups(RawSample sample, int[] folds, int fold)
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

        return SpaceSupervision.OfLikes(gallery.Images.Count, likes).Groups(sample).Groups;
    }

    private async Task<(Neighbor[][] Visual, Neighbor[][] Taught)> RunFoldsAsync(
        int[] folds, Func<RawSample, int, ImageGroups> group, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var visual = new Neighbor[folds.Length][];
        var taught = new Neighbor[folds.Length][];
        for (var fold = 0; fold < LearnedSpace.Folds; fold++)
        {
            var judged = fold;
            var spaces = await trials.FitAsync(position => folds[position] != judged, sample => group(sample, judged), cancellationToken);
            await SearchOthersAsync(spaces.Visual, folds, fold, visual, cancellationToken);
            if (spaces.Taught == spaces.Visual)
            {
                foreach (var image in Enumerable.Range(0, folds.Length).Where(image => folds[image] == judged))
                    taught[image] = visual[image];
            }
            else
            {
                await SearchOthersAsync(spaces.Taught, folds, fold, taught, cancellationToken);
            }

            Report(progress);
        }

        return (visual, taught);
    }

    /// <summary>Lets the images of a fold search all others in a space, which is used up.</summary>
    private async Task SearchOthersAsync(
        EmbeddingSpace space, int[] folds, int fold, Neighbor[][] lists, CancellationToken cancellationToken)
    {
        using var judged = await trials.ReadAsync(space, cancellationToken);
        var index = judged.Exact;
        Parallel.For(0, index.Count, query =>
        {
            if (folds[query] == fold)
                lists[query] = index.Search(index[query], LabelTask.ListLength, other => folds[other] != fold && MayFind(query, other));
        });
    }

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
                    looks[i] += Precision(visual.Exact, images[i]) / WithheldDraws;
                    learned[i] += Precision(taught.Exact, images[i]) / WithheldDraws;
                });
                Report(progress);
            }
        }

        return new SpaceComparison(images.Length, Estimate.FromValues(looks, seed), Estimate.FromValues(learned, seed));
    }

    private double Precision(FlatIndex index, int query)
    {
        var nearest = index.Search(index[query], 5, other => other != query && MayFind(query, other));
        return nearest.Count(found => trials.Labels[found.Id] == trials.Labels[query]) / 5.0;
    }

    private bool MayFind(int query, int other) =>
        !leaveOutNearDuplicates || gallery.NearDuplicateGroups[query] != gallery.NearDuplicateGroups[other];

    private void Report(IProgress<StepProgress>? progress) => progress?.Report(new StepProgress(++_done, Steps, Failed: 0));
}
