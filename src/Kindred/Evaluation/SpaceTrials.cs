using Kindred.Choices;
using Kindred.Embeddings;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Evaluation;

/// <summary>
/// Spaces fitted on a part of what is known, so that they can be judged on the rest. Everything a fit does, choice of settings included,
/// happens anew for every part.
/// </summary>
/// <param name="store">Where raw embeddings are.</param>
/// <param name="gallery">The gallery in the space that is in use.</param>
/// <param name="seed">Deals labels out.</param>
/// <param name="axes">Number of axes instead of what a fit keeps or chooses; for measurements only.</param>
internal sealed class SpaceTrials(ILibraryStore store, Gallery gallery, int seed, int? axes = null)
{
    /// <summary>Label of each image, from 0; −1 for none.</summary>
    public int[] Labels { get; } = ImageLabels.Number(gallery.Images);

    /// <summary>The gallery by looks alone.</summary>
    public async Task<Gallery> VisualAsync(CancellationToken cancellationToken)
    {
        using var sample = await SampleAsync(cancellationToken);
        return await ReadAsync(FitVisual(sample, gallery.Images.Count), cancellationToken);
    }

    /// <summary>Two halves of the labels that have images enough, dealt out by the seed.</summary>
    /// <param name="draw">Number of the deal.</param>
    public (int[] First, int[] Second) HalveLabels(int draw)
    {
        int[] labels = [.. JudgedLabels()];
        new Random(seed + draw).Shuffle(labels);
        return (labels[..(labels.Length / 2)], labels[(labels.Length / 2)..]);
    }

    /// <summary>Labels with at least two images, by number.</summary>
    public IEnumerable<int> JudgedLabels() =>
        Labels.Where(label => label >= 0).CountBy(label => label).Where(pair => pair.Value >= 2).Select(pair => pair.Key).Order();

    /// <summary>
    /// The gallery in a space that was taught some of the labels and knows nothing of the others; by looks where that teaches nothing.
    /// </summary>
    public async Task<Gallery> TaughtAsync(IReadOnlyCollection<int> labels, CancellationToken cancellationToken)
    {
        using var sample = await SampleAsync(cancellationToken);
        int[] taught = [.. sample.Positions.Select(position => labels.Contains(Labels[position]) ? Labels[position] : -1)];
        var groups = ImageGroups.OfLabels(taught);
        var (learned, _) = FitLearned(sample, groups, groups.Groups.Count, gallery.Images.Count);
        return await ReadAsync(learned ?? FitVisual(sample, gallery.Images.Count), cancellationToken);
    }

    /// <summary>
    /// Spaces that saw only some of the images: one by looks, and one taught by what it is given, or the same where that teaches nothing.
    /// </summary>
    /// <param name="isSeen">Whether the fits see an image.</param>
    /// <param name="group">Which of the seen rows belong together, and how many of the groups, from the first on, are labels.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<(EmbeddingSpace Visual, EmbeddingSpace Taught, Confidence? Confidence)> FitAsync(
        Func<int, bool> isSeen, Func<RawSample, (ImageGroups Groups, int Labels)> group, CancellationToken cancellationToken)
    {
        using var sample = await SampleAsync(cancellationToken);
        using var seen = sample.Where(isSeen);
        var count = Enumerable.Range(0, gallery.Images.Count).Count(isSeen);
        var (groups, labels) = group(seen);
        var (learned, confidence) = FitLearned(seen, groups, labels, count);
        var visual = FitVisual(seen, count);
        return (visual, learned ?? visual, confidence);
    }

    /// <summary>
    /// The gallery in a space, which it owns from then on. Its images are those of the gallery, whatever the library has now.
    /// </summary>
    /// <exception cref="KindredException">The embedding of one of them is gone.</exception>
    public async Task<Gallery> ReadAsync(EmbeddingSpace space, CancellationToken cancellationToken, ChoiceFactors? factors = null)
    {
        try
        {
            var reader = new VectorReader(store, gallery.Stamp, space, factors);
            var vectors = await reader.ReadAsync(gallery.Images, cancellationToken) ?? throw Changed();
            var index = GalleryIndex.Over(gallery.Images, vectors, graph: null, default, space.Scale);
            return new Gallery(index, gallery.Stamp, space, gallery.NearDuplicates) { Factors = factors };
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Raw embeddings compared as they were in 2019; <see langword="null"/> for a gallery too large to hold them all.</summary>
    public async Task<FlatIndex?> RawAsync(CancellationToken cancellationToken)
    {
        if (gallery.Images.Count > VisualSpace.SampleSize)
            return null;
        using var sample = await SampleAsync(cancellationToken);
        if (sample.Embeddings.Rows < gallery.Images.Count)
            throw Changed();
        var index = new FlatIndex(gallery.Stamp.Dimensions, Metric.Euclidean, sample.Embeddings.Rows);
        for (var row = 0; row < sample.Embeddings.Rows; row++)
            index.Add(sample.Embeddings[row]);
        return index;
    }

    /// <summary>
    /// Images with their raw embeddings and fingerprints, an even sample of at most <see cref="VisualSpace.SampleSize"/>.
    /// </summary>
    public async Task<IReadOnlyList<(int Position, FingerprintedImage Picture)>> FingerprintedAsync(CancellationToken cancellationToken)
    {
        using var sample = await SampleAsync(cancellationToken);
        ContentHash[] contents = [.. sample.Positions.Select(position => gallery.Images[position].Content)];
        var fingerprints = await store.ReadFingerprintsAsync(contents, cancellationToken);
        var images = new List<(int Position, FingerprintedImage Picture)>(contents.Length);
        for (var row = 0; row < contents.Length; row++)
        {
            if (fingerprints.TryGetValue(contents[row], out var fingerprint))
                images.Add((sample.Positions[row], new FingerprintedImage(sample.Embeddings[row].ToArray(), fingerprint)));
        }

        return images;
    }

    private EmbeddingSpace FitVisual(RawSample sample, int count) =>
        VisualSpace.Fit(sample.Embeddings, version: 0, count, axes ?? VisualSpace.Axes, gallery.Stamp.Blocks);

    private (EmbeddingSpace? Space, Confidence? Confidence) FitLearned(RawSample sample, ImageGroups groups, int labels, int count)
    {
        if (!LearnedSpace.CanLearn(groups))
            return (null, null);
        using var principal = LearnedSpace.PrincipalOf(sample.Embeddings, gallery.Stamp.Blocks, axes ?? VisualSpace.Axes);
        var fit = LearnedSpace.Fit(principal, groups, labels, version: 0, count, axes);
        return (fit.WithPrototypes(principal, sample.Positions, gallery.Images, gallery.Stamp.Metric), fit.Confidence);
    }

    private Task<RawSample> SampleAsync(CancellationToken cancellationToken) =>
        RawSample.ReadAsync(store, gallery.Stamp.Dimensions, gallery.Images, new HashSet<int>(), cancellationToken);

    // Figures of less than the gallery would pass for figures of the gallery.
    private static KindredException Changed() => new(
        Fault.LibraryChanging, "The library was indexed meanwhile and has lost pictures that were being judged; judge it again.");
}
