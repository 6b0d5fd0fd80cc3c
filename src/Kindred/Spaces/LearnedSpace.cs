using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>
/// Fits <see cref="SpaceKind.Learned"/>. Cross-validation inside the fit chooses the shrinkage and the number of axes, and a space is
/// kept only if its own folds find it better than the visual one.
/// </summary>
/// <remarks>
/// A fold's images stand for pictures that come later: they take no part in the fold's fit, and each searches the images that did. There
/// are at most two thirds as many axes as deviations within groups, from which the covariance is estimated. More axes tell groups apart
/// even better, but draw the images of one group together towards a point, so that it is lost which of them look alike. Groups that mean
/// nothing, such as folders of a camera or likes by chance, would cost looks and give nothing for it: embeddings have to tell labels apart
/// at all, and what tastes gain has to be more than chance. Where labels teach nothing, tastes may still do so by themselves.
/// </remarks>
internal static class LearnedSpace
{
    /// <summary>Labels with fewer images than this teach nothing by themselves.</summary>
    public const int ImagesPerLabel = 8;

    /// <summary>How many labels of that size are needed.</summary>
    public const int MinimumLabels = 2;

    /// <summary>How many deviations within groups are needed where there are too few labels of that size.</summary>
    public const int MinimumDeviations = 64;

    /// <summary>Folds of the cross-validation.</summary>
    public const int Folds = 5;

    /// <summary>More images than this do not change which settings are best; the cross-validation takes an even sample of them.</summary>
    public const int ImagesToChooseBy = 2000;

    /// <summary>
    /// A fold finds its axes among so many times as many of all images: these hold what it can tell apart, in far fewer numbers
    /// (docs/decisions/0003).
    /// </summary>
    private const int RoomForFolds = 2;

    /// <summary>How far the learned space has to tell groups apart: 0 is chance, 1 as often as they have pictures for.</summary>
    private const double LeastTold = 0.2;

    /// <summary>Standard errors by which a space that tastes taught has to be ahead of looks (docs/decisions/0003).</summary>
    private const double LeastErrors = 2;

    /// <summary>Images that a query's precision is measured on.</summary>
    private const int Nearest = 5;

    /// <summary>How often likes are drawn in a fold, for each number of likes.</summary>
    private const int DrawsPerFold = 100;

    private static readonly double[] Shrinkages = [0.03, 0.1, 0.3];
    private static readonly double[] Shares = [0, 0.25, Prototypes.MostShare];

    // With the number that prototypes take, rows come to the lengths that kernels read best.
    private static readonly int[] AxisCounts = [31, 63, 95, 127, 191, 255];

    /// <summary>Whether there is enough to learn from.</summary>
    public static bool CanLearn(ImageGroups groups) =>
        groups.Groups.Count(group => group.Count >= ImagesPerLabel) >= MinimumLabels || CanLearnFromTastes(groups);

    /// <summary>Raw embeddings in the axes that spaces are fitted in.</summary>
    /// <param name="raw">Raw embeddings, one a row; left as they are.</param>
    /// <param name="blocks">Their blocks: each has a space of its own, with as many axes; one of all by default.</param>
    /// <param name="axes">Number of axes that is measured, where it is not a choice.</param>
    public static PrincipalBlocks PrincipalOf(AlignedMatrix raw, IReadOnlyList<EmbeddingBlock>? blocks = null, int axes = VisualSpace.Axes)
    {
        var most = Math.Max(axes, VisualSpace.Axes);
        return PrincipalBlocks.Fit(raw, blocks ?? [new EmbeddingBlock(raw.Columns, 1)], RoomForFolds * most, most);
    }

    /// <summary>Fits a space.</summary>
    /// <param name="principal">The images, as <see cref="PrincipalOf"/> leaves them.</param>
    /// <param name="groups">Which of them belong together.</param>
    /// <param name="labels">How many of the groups, from the first on, are labels; the others are tastes.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="count">Images in the whole gallery.</param>
    /// <param name="axes">Number of axes instead of a choice within the limit; for measurements only.</param>
    public static LearnedFit Fit(
        PrincipalBlocks principal, ImageGroups groups, int labels, int version, int count, int? axes = null)
    {
        var fit = FitTo(principal, groups, labels, version, count, axes);
        if (fit.Space is not null || labels == 0)
            return fit;
        var tastes = new ImageGroups(groups.Images, groups.Groups.Skip(labels));
        return CanLearnFromTastes(tastes) && FitTo(principal, tastes, labels: 0, version, count, axes) is { Space: not null } byTastes
            ? byTastes
            : fit;
    }

    /// <summary>Which fold each image is in, from 0 to <see cref="Folds"/> − 1: images of one group are dealt out in turn.</summary>
    /// <param name="groups">Group of each image, from 0; −1 for none.</param>
    public static int[] DealFolds(IEnumerable<int> groups)
    {
        var dealt = new Dictionary<int, int>();
        return
        [
            .. groups.Select(group =>
            {
                var turn = dealt.GetValueOrDefault(group, Math.Max(group, 0));
                dealt[group] = turn + 1;
                return turn % Folds;
            }),
        ];
    }

    private static bool CanLearnFromTastes(ImageGroups groups) => groups.Groups.Count > 1 && groups.Deviations >= MinimumDeviations;

    private static LearnedFit FitTo(PrincipalBlocks principal, ImageGroups groups, int labels, int version, int count, int? axes)
    {
        // What scores say is measured by labels where there are any: another picture of the kind that somebody likes is no miss.
        var kinds = labels > 0 ? new ImageGroups(groups.Images, groups.Groups.Take(labels)) : groups;
        var (gain, confidence) = ChooseBySample(principal, groups, kinds, axes);
        gain = gain with { Labels = labels, Tastes = groups.Groups.Count - labels };
        if (gain.Whitened <= gain.Visual || !(labels > 0 ? AreTold(groups, gain.Whitened) : IsSure(gain)))
            return new LearnedFit(Space: null, gain, Confidence: null, groups);

        var transformations = principal.Estimate(groups).Transformations(gain.Axes, gain.Shrinkage);
        (float[], float[])[] fits =
        [
            .. principal.Parts.Zip(
                transformations, (part, transformation) => (part.Mean, Compose(transformation, part.Axes, part.Mean.Length))),
        ];
        Array.ForEach(transformations, transformation => transformation.Dispose());
        return new LearnedFit(BlockAxes.Join(SpaceKind.Learned, version, count, principal.Blocks, fits), gain, confidence, groups);
    }

    private static bool AreTold(ImageGroups groups, double precision) =>
        precision - groups.Chance >= LeastTold * (groups.MostTogether(Nearest) - groups.Chance);

    /// <summary>
    /// Whether what tastes teach is more than chance. How far they are told says nothing: where many people like one kind of picture, what
    /// is nearest belongs to the tastes of others.
    /// </summary>
    private static bool IsSure(SpaceGain gain) => gain.Whitened - gain.Visual > LeastErrors * gain.Error;

    private static double Precision(byte[] hits, ImageGroups groups) =>
        hits.Sum(count => (long)count) / (double)Nearest / Math.Max(1, groups.Grouped);

    /// <summary>The standard error of the difference of two precisions, by how differently single images come out.</summary>
    private static double ErrorOf(byte[] visual, byte[] learned, ImageGroups groups)
    {
        double[] gains =
        [
            .. Enumerable.Range(0, groups.Images).Where(groups.Contains).Select(row => (learned[row] - visual[row]) / (double)Nearest),
        ];
        if (gains.Length == 0)
            return 0;
        var mean = gains.Average();
        return Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / gains.Length / Math.Max(1, gains.Length - 1));
    }

    private static (SpaceGain Gain, Confidence? Confidence) ChooseBySample(
        PrincipalBlocks principal, ImageGroups groups, ImageGroups kinds, int? axes)
    {
        if (groups.Images <= ImagesToChooseBy)
            return Choose(principal, groups, kinds, axes);

        var rows = groups.Sample(ImagesToChooseBy);
        using var sample = principal.Select(rows);
        return Choose(sample, groups.Select(rows), kinds.Select(rows), axes);
    }

    private static (SpaceGain Gain, Confidence? Confidence) Choose(
        PrincipalBlocks principal, ImageGroups groups, ImageGroups kinds, int? fixedAxes)
    {
        var folds = DealFolds(Enumerable.Range(0, groups.Images).Select(groups.FirstOf));
        int[] axisCounts = fixedAxes is { } only ? [only] : AllowedAxisCounts(groups);
        var most = Math.Max(VisualSpace.Axes, axisCounts[^1]);
        var fits = new FoldFit?[Folds];
        try
        {
            Parallel.For(0, Folds, fold => fits[fold] = FoldFit.Of(principal, groups, row => folds[row] != fold, most));
            FoldFit[] all = [.. fits.OfType<FoldFit>()];
            return ChooseShare(all, groups, kinds, folds, ChooseAxes(principal, all, groups, folds, axisCounts));
        }
        finally
        {
            foreach (var fit in fits)
                fit?.Dispose();
        }
    }

    private static SpaceGain ChooseAxes(PrincipalBlocks all, FoldFit[] fits, ImageGroups groups, int[] folds, int[] axisCounts)
    {
        var visual = new byte[groups.Images];
        var hits = new byte[axisCounts.Length, Shrinkages.Length][];
        for (var a = 0; a < axisCounts.Length; a++)
        {
            for (var s = 0; s < Shrinkages.Length; s++)
                hits[a, s] = new byte[groups.Images];
        }

        Parallel.For(0, Folds, fold =>
        {
            CountVisual(all, fits[fold].Principal, groups, folds, fold, visual);
            for (var a = 0; a < axisCounts.Length; a++)
            {
                for (var s = 0; s < Shrinkages.Length; s++)
                {
                    using var transformed = fits[fold].Whitening.Apply(axisCounts[a], Shrinkages[s]);
                    Count(transformed, groups, folds, fold, hits[a, s]);
                }
            }
        });

        var best = new SpaceGain(Precision(visual, groups), Learned: -1, 0, 0);
        for (var a = 0; a < axisCounts.Length; a++)
        {
            for (var s = 0; s < Shrinkages.Length; s++)
            {
                var precision = Precision(hits[a, s], groups);
                if (precision <= best.Learned)
                    continue;
                var error = ErrorOf(visual, hits[a, s], groups);
                best = best with { Learned = precision, Axes = axisCounts[a], Shrinkage = Shrinkages[s], Error = error };
            }
        }

        return best;
    }

    /// <summary>
    /// How far images are drawn towards their prototypes, which those of the fold take no part in, and what scores then say.
    /// </summary>
    private static (SpaceGain Gain, Confidence? Confidence) ChooseShare(
        FoldFit[] fits, ImageGroups groups, ImageGroups kinds, int[] folds, SpaceGain chosen)
    {
        var hits = Shares.Select(_ => new byte[groups.Images]).ToArray();
        var found = new List<(float Score, bool IsRight)>[Folds, Shares.Length, Confidence.Curves];
        Parallel.For(0, Folds, fold =>
        {
            var seen = fits[fold].Seen;
            using var transformed = fits[fold].Whitening.Apply(chosen.Axes, chosen.Shrinkage);
            var means = Prototypes.MeansOf(transformed, seen);
            for (var s = 0; s < Shares.Length; s++)
            {
                using var drawn = Drawn(transformed, seen, means, Shares[s]);
                using var queries = Drawn(transformed, seen, means, share: 0);
                using var index = IndexOf(drawn);
                Count(index, queries, groups, folds, fold, hits[s]);
                var likes = kinds.Groups.Select(group => group.Where(row => folds[row] == fold).ToArray()).ToArray();
                var pairs = Confidence.Draw(
                    likes, row => queries[row], index, row => folds[row] != fold && kinds.Contains(row),
                    (group, row) => kinds.Of(row).Contains(group), DrawsPerFold, fold);
                for (var curve = 0; curve < pairs.Length; curve++)
                    found[fold, s, curve] = pairs[curve];
            }
        });

        var best = Enumerable.Range(0, Shares.Length).MaxBy(s => Precision(hits[s], groups));
        var gain = chosen with { Whitened = chosen.Learned, Learned = Precision(hits[best], groups), Share = Shares[best] };
        return (gain, Confidence.Fit(
        [
            .. Enumerable.Range(0, Confidence.Curves).Select(curve =>
                Enumerable.Range(0, Folds).SelectMany(fold => found[fold, best, curve]).ToArray()),
        ]));
    }

    private static AlignedMatrix Drawn(AlignedMatrix images, ImageGroups groups, float[]?[] means, double share)
    {
        var drawn = new AlignedMatrix(images.Columns + 1, images.Rows);
        for (var row = 0; row < images.Rows; row++)
        {
            var target = drawn[drawn.AddRows()];
            images[row].CopyTo(target);
            if (share > 0 && Prototypes.Join([.. groups.Of(row).Select(group => means[group]).OfType<float[]>()]) is { } prototype)
                Prototypes.Draw(target, prototype, share);
        }

        return drawn;
    }

    /// <summary>The numbers of axes for which a fold has enough deviations; always the smallest.</summary>
    private static int[] AllowedAxisCounts(ImageGroups groups)
    {
        var most = groups.Deviations * (Folds - 1) / Folds * 2 / 3;
        return [.. AxisCounts.Where((axes, i) => i == 0 || axes <= most)];
    }

    /// <summary>
    /// Counts in the space that <see cref="VisualSpace"/> would fit: with its number of axes where there are enough images, else only
    /// centered.
    /// </summary>
    private static void CountVisual(
        PrincipalBlocks all, PrincipalBlocks principal, ImageGroups groups, int[] folds, int fold, byte[] hits)
    {
        var hasAxes = folds.Count(other => other != fold) > VisualSpace.Axes;
        using var images = hasAxes ? principal.Leading(VisualSpace.Axes) : all.Leading(int.MaxValue);
        Count(images, groups, folds, fold, hits);
    }

    /// <summary>
    /// Counts for each grouped image of a fold how many of the nearest seen images share a group with it. Images in no group are not
    /// searched, because nobody said what they are.
    /// </summary>
    private static void Count(AlignedMatrix images, ImageGroups groups, int[] folds, int fold, byte[] hits)
    {
        using var index = IndexOf(images);
        Count(index, images, groups, folds, fold, hits);
    }

    private static void Count(FlatIndex index, AlignedMatrix queries, ImageGroups groups, int[] folds, int fold, byte[] hits)
    {
        int[] rows = [.. Enumerable.Range(0, queries.Rows).Where(row => groups.Contains(row) && folds[row] == fold)];
        using var together = new AlignedMatrix(queries.Columns, rows.Length);
        foreach (var row in rows)
            together.Add(queries[row]);
        var found = index.Search(together, Nearest, id => folds[id] != fold && groups.Contains(id));
        foreach (var (query, row) in rows.Index())
            hits[row] = (byte)found[query].Count(neighbor => groups.AreTogether(row, neighbor.Id));
    }

    private static FlatIndex IndexOf(AlignedMatrix images)
    {
        var index = new FlatIndex(images.Columns, Metric.Cosine, images.Rows);
        for (var row = 0; row < images.Rows; row++)
            index.Add(images[row]);
        return index;
    }

    /// <summary>Transformation times axes: from raw embeddings to the learned space in one step.</summary>
    private static float[] Compose(AlignedMatrix transformation, float[] axes, int columns)
    {
        var composed = new float[transformation.Rows * columns];
        Parallel.For(0, transformation.Rows, row =>
        {
            var target = composed.AsSpan(row * columns, columns);
            for (var axis = 0; axis < transformation.Columns; axis++)
                TensorPrimitives.MultiplyAdd(axes.AsSpan(axis * columns, columns), transformation[row][axis], target, target);
        });
        return composed;
    }
}
