using Kindred.Evaluation;
using Kindred.Search;
using Kindred.Spaces;

namespace Kindred.Libraries;

/// <summary>
/// Runs the label task on a library. A space learned from labels is never asked about a label it has seen: images are dealt into five folds,
/// and each fold is judged by a space fitted, settings and all, on the other four, in which its images search those four.
/// </summary>
internal sealed class LabelJudging(ILibraryStore store, LibrarySettings settings, bool leaveOutCopies, int seed)
{
    /// <summary>Judges the space that is in use.</summary>
    public async Task<LabelReport> RunAsync(Gallery gallery, IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        if (gallery.Space.Kind != SpaceKind.Learned)
        {
            var everyone = gallery.Index.SearchAll(LabelTask.ListLength, (query, other) => MayFind(gallery, query, other), cancellationToken);
            return LabelTask.Score(gallery.Images, everyone, folds: null, seed) with { CopiesLeftOut = leaveOutCopies };
        }

        var labels = ImageLabels.Number(gallery.Images);
        var folds = LearnedSpace.DealFolds(labels);
        using var sample = await RawSample.ReadAsync(store, settings.Stamp.Dimensions, labels.Length, labels, cancellationToken);
        var learned = new Neighbor[labels.Length][];
        var visual = new Neighbor[labels.Length][];
        for (var fold = 0; fold < LearnedSpace.Folds; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var seen = sample.Where(position => folds[position] != fold);
            var count = folds.Count(other => other != fold);
            var (space, _) = LearnedSpace.Fit(seen.Embeddings, seen.Labels, version: 0, count);
            var fallback = VisualSpace.Fit(seen.Embeddings, version: 0, count);
            await SearchAsync(fallback, folds, fold, visual, cancellationToken);
            await SearchAsync(space ?? fallback, folds, fold, learned, cancellationToken);
            space?.Dispose();
            fallback.Dispose();
            progress?.Report(new IndexProgress(fold + 1, LearnedSpace.Folds, Failed: 0));
        }

        var baseline = LabelTask.Score(gallery.Images, visual, folds, seed);
        return LabelTask.Score(gallery.Images, learned, folds, seed) with { CopiesLeftOut = leaveOutCopies, VisualPrecisionAt5 = baseline.PrecisionAt5 };
    }

    /// <summary>Lets the images of a fold search all others in a space.</summary>
    private async Task SearchAsync(EmbeddingSpace space, int[] folds, int fold, Neighbor[][] lists, CancellationToken cancellationToken)
    {
        var gallery = await GalleryReader.ReadAsync(store, settings.Stamp, space, cancellationToken);
        var index = gallery.Index;
        Parallel.For(0, index.Count, query =>
        {
            if (folds[query] == fold)
                lists[query] = index.Search(index[query], LabelTask.ListLength, other => folds[other] != fold && MayFind(gallery, query, other));
        });
        index.Dispose();
    }

    private bool MayFind(Gallery gallery, int query, int other) =>
        !leaveOutCopies || gallery.Images[query].Content != gallery.Images[other].Content;
}
