using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>
/// The near-duplicate task: variants of images, made by known transformations, search the whole gallery by their raw embeddings, and of
/// what comes back it is decided what they are near-duplicates of. Feed it variant by variant, then ask for the report. Variants may be
/// judged from several threads; the report does not depend on their order within a transformation.
/// </summary>
internal sealed class NearDuplicateTask : IDisposable
{
    /// <summary>Nearest images that are looked into.</summary>
    public const int Candidates = 20;

    /// <summary>Precision that a single cut has to have.</summary>
    private const double WantedPrecision = 0.99;

    private readonly IReadOnlyList<FingerprintedImage> _images;
    private readonly Func<int, int, bool> _areNearDuplicates;
    private readonly FlatIndex _index;
    private readonly Lock _lock = new();
    private readonly List<string> _transformations = [];
    private readonly List<JudgedVariant> _judged = [];

    /// <summary>Prepares to search a gallery.</summary>
    /// <param name="images">Its images, at least one.</param>
    /// <param name="areNearDuplicates">
    /// Whether two images, by position, are known to be near-duplicates of each other; none are where <see langword="null"/>.
    /// </param>
    /// <param name="transformations">
    /// Names of the transformations, in the order of the report; others come after them, in the order in which they are first judged.
    /// </param>
    public NearDuplicateTask(
        IReadOnlyList<FingerprintedImage> images, Func<int, int, bool>? areNearDuplicates = null,
        IEnumerable<string>? transformations = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("There is no image to find.", nameof(images));

        _images = images;
        _transformations.AddRange(transformations ?? []);
        _areNearDuplicates = areNearDuplicates ?? ((_, _) => false);
        _index = new FlatIndex(images[0].Embedding.Length, Metric.Cosine, images.Count);
        foreach (var image in images)
            _index.Add(image.Embedding.Span);
    }

    /// <summary>How many variants have been judged.</summary>
    internal int Judged
    {
        get
        {
            lock (_lock)
                return _judged.Count;
        }
    }

    /// <summary>Lets a variant search the gallery, and decides what it is a near-duplicate of.</summary>
    /// <param name="transformation">Name of what was done.</param>
    /// <param name="original">Position of the image to which it was done.</param>
    /// <param name="variant">What came of it.</param>
    public void Judge(string transformation, int original, FingerprintedImage variant)
    {
        ArgumentNullException.ThrowIfNull(transformation);
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfNegative(original);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(original, _images.Count);

        JudgedPair[] pairs = [.. _index.Search(variant.Embedding.Span, Candidates).Select(neighbor =>
        {
            var found = _images[neighbor.Id].Fingerprint;
            var evidence = NearDuplicateEvidence.Compare(neighbor.Score(Metric.Cosine), variant.Fingerprint, found);
            return new JudgedPair(neighbor.Id, neighbor.Id == original || _areNearDuplicates(original, neighbor.Id), evidence);
        })];
        lock (_lock)
        {
            if (!_transformations.Contains(transformation, StringComparer.Ordinal))
                _transformations.Add(transformation);
            _judged.Add(new JudgedVariant(transformation, original, pairs));
        }
    }

    /// <summary>Sums up what has been judged.</summary>
    /// <param name="seed">Seed of the intervals.</param>
    /// <exception cref="InvalidOperationException">Nothing has been judged.</exception>
    public NearDuplicateReport Report(int seed)
    {
        lock (_lock)
        {
            if (_judged.Count == 0)
                throw new InvalidOperationException("No variant has been judged.");

            JudgedVariant[] all =
                [.. _judged.OrderBy(judged => _transformations.IndexOf(judged.Transformation)).ThenBy(judged => judged.Original)];
            var cut = BestCut(all);
            return new NearDuplicateReport
            {
                Images = _images.Count,
                Variants = all.Length,
                Recall = RecallOf(all, seed),
                Precision = PrecisionOf(all, seed),
                CosineCut = cut,
                ByTransformation = [.. all.GroupBy(variant => variant.Transformation, StringComparer.Ordinal).Select(group =>
                {
                    JudgedVariant[] variants = [.. group];
                    var aboveCut = cut is { } best ? variants.Count(variant => variant.CosineOfOriginal >= best.Cosine) : 0;
                    return new TransformationRecall(
                        group.Key, variants.Length, RecallOf(variants, seed), PrecisionOf(variants, seed),
                        (double)aboveCut / variants.Length);
                })],
                FalseNearDuplicates = [.. all.SelectMany(judged => judged.Pairs
                        .Where(pair => pair.Evidence.IsNearDuplicate && !pair.IsRight)
                        .Select(pair =>
                            new FalseNearDuplicate(judged.Original, pair.Image, judged.Transformation, pair.Evidence.Similarity)))
                    .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Original).ThenBy(pair => pair.Taken)],
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static Estimate RecallOf(JudgedVariant[] variants, int seed) =>
        Estimate.FromValues([.. variants.Select(variant => variant.IsFound ? 1.0 : 0.0)], seed);

    private static Estimate? PrecisionOf(JudgedVariant[] variants, int seed)
    {
        var decided = variants.SelectMany(variant => variant.Pairs).Where(pair => pair.Evidence.IsNearDuplicate);
        double[] right = [.. decided.Select(pair => pair.IsRight ? 1.0 : 0.0)];
        return right.Length == 0 ? null : Estimate.FromValues(right, seed);
    }

    private static CosineCut? BestCut(JudgedVariant[] variants)
    {
        CosineCut? best = null;
        var (found, right, decided) = (0, 0, 0);
        var byCosine = variants
            .SelectMany(judged => judged.Pairs
                .Select(pair => (pair.Evidence.Cosine, pair.IsRight, IsOriginal: pair.Image == judged.Original)))
            .GroupBy(pair => pair.Cosine).OrderByDescending(group => group.Key);
        foreach (var equal in byCosine)
        {
            found += equal.Count(pair => pair.IsOriginal);
            right += equal.Count(pair => pair.IsRight);
            decided += equal.Count();
            if (right >= WantedPrecision * decided)
                best = new CosineCut(equal.Key, (double)found / variants.Length, (double)right / decided);
        }

        return best;
    }

    private sealed record JudgedVariant(string Transformation, int Original, JudgedPair[] Pairs)
    {
        public bool IsFound => Pairs.Any(pair => pair.Image == Original && pair.Evidence.IsNearDuplicate);

        public float CosineOfOriginal =>
            Pairs.Where(pair => pair.Image == Original).Select(pair => pair.Evidence.Cosine).FirstOrDefault(-1);
    }

    private readonly record struct JudgedPair(int Image, bool IsRight, NearDuplicateEvidence Evidence);
}
