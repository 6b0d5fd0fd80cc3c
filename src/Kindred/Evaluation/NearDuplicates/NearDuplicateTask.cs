using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>
/// The near-duplicate task: altered images search the whole gallery by their raw embeddings, and of what comes back it is decided what
/// they are to it. Feed it picture by picture, then ask for the report. Pictures may be judged from several threads; the report does not
/// depend on their order within a transformation.
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
    private readonly List<JudgedPicture> _judged = [];

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

    /// <summary>How many pictures have been judged.</summary>
    internal int Judged
    {
        get
        {
            lock (_lock)
                return _judged.Count;
        }
    }

    /// <summary>Lets an altered picture search the gallery, and decides what it is to what it finds.</summary>
    /// <param name="transformation">Name of what was done.</param>
    /// <param name="original">Position of the image to which it was done.</param>
    /// <param name="altered">What came of it.</param>
    /// <param name="truth">What that is to the original.</param>
    public void Judge(string transformation, int original, FingerprintedImage altered, Likeness truth = Likeness.NearDuplicate)
    {
        ArgumentNullException.ThrowIfNull(transformation);
        ArgumentNullException.ThrowIfNull(altered);
        ArgumentOutOfRangeException.ThrowIfNegative(original);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(original, _images.Count);

        var found = _index.Search(altered.Embedding.Span, Candidates);
        var evidence = NearDuplicateEvidence.CompareAll(
            [.. found.Select(neighbor => (neighbor.Score(Metric.Cosine), altered.Fingerprint, _images[neighbor.Id].Fingerprint))],
            CancellationToken.None);
        JudgedPair[] pairs =
        [
            .. found.Zip(evidence).Select(decided => new JudgedPair(
                decided.First.Id, decided.First.Id == original || _areNearDuplicates(original, decided.First.Id), decided.Second)),
        ];
        lock (_lock)
        {
            if (!_transformations.Contains(transformation, StringComparer.Ordinal))
                _transformations.Add(transformation);
            _judged.Add(new JudgedPicture(transformation, original, truth, pairs));
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
                throw new InvalidOperationException("No picture has been judged.");

            JudgedPicture[] all =
                [.. _judged.OrderBy(judged => _transformations.IndexOf(judged.Transformation)).ThenBy(judged => judged.Original)];
            JudgedPicture[] copies = [.. all.Where(judged => judged.Truth == Likeness.NearDuplicate)];
            var cut = BestCut(copies);
            var kinds = all.Select(judged => judged.Truth).Distinct().OrderDescending()
                .Select(kind => Score(all, kind, seed)).ToList();
            return new NearDuplicateReport
            {
                Images = _images.Count,
                Altered = all.Length,
                Recall = kinds.Find(score => score.Kind == Likeness.NearDuplicate)?.Recall ?? default,
                Precision = PrecisionOf(all, Likeness.NearDuplicate, seed),
                Kinds = kinds,
                CosineCut = cut,
                ByTransformation = [.. all.GroupBy(judged => judged.Transformation, StringComparer.Ordinal).Select(group =>
                {
                    JudgedPicture[] pictures = [.. group];
                    var kind = pictures[0].Truth;
                    var aboveCut = cut is { } best ? pictures.Count(picture => picture.CosineOfOriginal >= best.Cosine) : 0;
                    return new TransformationRecall(
                        group.Key, kind, pictures.Length, RecallOf(pictures, seed),
                        pictures.Average(picture => picture.Called == Likeness.NearDuplicate ? 1.0 : 0),
                        pictures.Average(picture => picture.Called == Likeness.Variant ? 1.0 : 0),
                        kind == Likeness.Similar ? null : PrecisionOf(pictures, kind, seed),
                        (double)aboveCut / pictures.Length);
                })],
                FalseNearDuplicates = [.. all.SelectMany(judged => judged.Pairs
                        .Where(pair => pair.Evidence.IsNearDuplicate && !judged.IsRight(pair))
                        .Select(pair =>
                            new FalseNearDuplicate(judged.Original, pair.Image, judged.Transformation, pair.Evidence.Similarity)))
                    .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Original).ThenBy(pair => pair.Taken)],
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static LikenessScore Score(JudgedPicture[] all, Likeness kind, int seed)
    {
        JudgedPicture[] own = [.. all.Where(judged => judged.Truth == kind)];
        var precision = kind == Likeness.Similar
            ? EstimateOf(all.Where(judged => judged.Called == kind).Select(judged => judged.Truth == kind), seed)
            : PrecisionOf(all, kind, seed);
        return new LikenessScore(kind, own.Length, RecallOf(own, seed), precision);
    }

    private static Estimate RecallOf(JudgedPicture[] pictures, int seed) =>
        Estimate.FromValues([.. pictures.Select(picture => picture.Called == picture.Truth ? 1.0 : 0.0)], seed);

    private static Estimate? PrecisionOf(JudgedPicture[] pictures, Likeness kind, int seed) => EstimateOf(
        pictures.SelectMany(picture => picture.Pairs.Where(pair => pair.Evidence.Likeness == kind).Select(picture.IsRight)), seed);

    private static Estimate? EstimateOf(IEnumerable<bool> decisions, int seed)
    {
        double[] right = [.. decisions.Select(isRight => isRight ? 1.0 : 0.0)];
        return right.Length == 0 ? null : Estimate.FromValues(right, seed);
    }

    private static CosineCut? BestCut(JudgedPicture[] copies)
    {
        CosineCut? best = null;
        var (found, right, decided) = (0, 0, 0);
        var byCosine = copies
            .SelectMany(judged => judged.Pairs
                .Select(pair => (pair.Evidence.Cosine, IsRight: pair.IsOriginal, IsOriginal: pair.Image == judged.Original)))
            .GroupBy(pair => pair.Cosine).OrderByDescending(group => group.Key);
        foreach (var equal in byCosine)
        {
            found += equal.Count(pair => pair.IsOriginal);
            right += equal.Count(pair => pair.IsRight);
            decided += equal.Count();
            if (right >= WantedPrecision * decided)
                best = new CosineCut(equal.Key, (double)found / copies.Length, (double)right / decided);
        }

        return best;
    }

    private sealed record JudgedPicture(string Transformation, int Original, Likeness Truth, JudgedPair[] Pairs)
    {
        /// <summary>What the picture was decided to be to its original; no more than similar where that was not even looked into.</summary>
        public Likeness Called =>
            Pairs.Where(pair => pair.Image == Original).Select(pair => pair.Evidence.Likeness).FirstOrDefault(Likeness.Similar);

        public float CosineOfOriginal =>
            Pairs.Where(pair => pair.Image == Original).Select(pair => pair.Evidence.Cosine).FirstOrDefault(-1);

        /// <summary>Whether what was decided about a pair is true.</summary>
        public bool IsRight(JudgedPair pair) => pair.IsOriginal && pair.Evidence.Likeness == Truth;
    }

    private readonly record struct JudgedPair(int Image, bool IsOriginal, NearDuplicateEvidence Evidence);
}
