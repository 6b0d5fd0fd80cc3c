using Kindred.Embeddings;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Search;

namespace Kindred.Evaluation.NearDuplicates;

/// <summary>
/// The duplicate task: copies made by known transformations search the whole gallery by their raw embeddings, and of what comes back
/// it is decided what they are copies of. Feed it copy by copy, then ask for the report. Copies may be judged from several threads;
/// the report does not depend on their order within a transformation.
/// </summary>
public sealed class NearDuplicateTask : IDisposable
{
    /// <summary>Nearest images that are looked into.</summary>
    public const int Candidates = 10;

    /// <summary>Precision that a single cut has to have.</summary>
    private const double WantedPrecision = 0.99;

    private readonly IReadOnlyList<FingerprintedImage> _images;
    private readonly Func<int, int, bool> _areCopies;
    private readonly FlatIndex _index;
    private readonly Lock _lock = new();
    private readonly List<string> _transformations = [];
    private readonly List<JudgedCopy> _judged = [];

    /// <summary>Prepares to search a gallery.</summary>
    /// <param name="images">Its images, at least one.</param>
    /// <param name="areCopies">
    /// Whether two images, by position, are known to be copies of each other; none are where <see langword="null"/>.
    /// </param>
    /// <param name="transformations">
    /// Names of the transformations, in the order of the report; others come after them, in the order in which they are first judged.
    /// </param>
    public NearDuplicateTask(
        IReadOnlyList<FingerprintedImage> images, Func<int, int, bool>? areCopies = null, IEnumerable<string>? transformations = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
            throw new ArgumentException("There is no image to find.", nameof(images));

        _images = images;
        _transformations.AddRange(transformations ?? []);
        _areCopies = areCopies ?? ((_, _) => false);
        _index = new FlatIndex(images[0].Embedding.Length, Metric.Cosine, images.Count);
        foreach (var image in images)
            _index.Add(image.Embedding.Span);
    }

    /// <summary>Lets a copy search the gallery, and decides what it is a copy of.</summary>
    /// <param name="transformation">Name of what was done.</param>
    /// <param name="original">Position of the image to which it was done.</param>
    /// <param name="copy">What came of it.</param>
    public void Judge(string transformation, int original, FingerprintedImage copy)
    {
        ArgumentNullException.ThrowIfNull(transformation);
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentOutOfRangeException.ThrowIfNegative(original);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(original, _images.Count);

        JudgedPair[] pairs = [.. _index.Search(copy.Embedding.Span, Candidates).Select(neighbor =>
        {
            var evidence = NearDuplicateEvidence.Compare(neighbor.Score(Metric.Cosine), copy.Fingerprint, _images[neighbor.Id].Fingerprint);
            return new JudgedPair(neighbor.Id, neighbor.Id == original || _areCopies(original, neighbor.Id), evidence);
        })];
        lock (_lock)
        {
            if (!_transformations.Contains(transformation, StringComparer.Ordinal))
                _transformations.Add(transformation);
            _judged.Add(new JudgedCopy(transformation, original, pairs));
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
                throw new InvalidOperationException("No copy has been judged.");

            JudgedCopy[] all = [.. _judged.OrderBy(copy => _transformations.IndexOf(copy.Transformation)).ThenBy(copy => copy.Original)];
            var cut = BestCut(all);
            return new NearDuplicateReport
            {
                Images = _images.Count,
                Copies = all.Length,
                Recall = RecallOf(all, seed),
                Precision = PrecisionOf(all, seed),
                CosineCut = cut,
                ByTransformation = [.. all.GroupBy(copy => copy.Transformation, StringComparer.Ordinal).Select(group =>
                {
                    JudgedCopy[] copies = [.. group];
                    var aboveCut = cut is { } best ? copies.Count(copy => copy.CosineOfOriginal >= best.Cosine) : 0;
                    return new TransformationRecall(
                        group.Key, copies.Length, RecallOf(copies, seed), PrecisionOf(copies, seed), (double)aboveCut / copies.Length);
                })],
                FalseCopies = [.. all.SelectMany(copy => copy.Pairs.Where(pair => pair.Evidence.IsNearDuplicate && !pair.IsRight)
                        .Select(pair => new FalseNearDuplicate(copy.Original, pair.Image, copy.Transformation, pair.Evidence.Similarity)))
                    .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Original).ThenBy(pair => pair.Taken)],
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static Estimate RecallOf(JudgedCopy[] copies, int seed) =>
        Estimate.FromValues([.. copies.Select(copy => copy.IsFound ? 1.0 : 0.0)], seed);

    private static Estimate? PrecisionOf(JudgedCopy[] copies, int seed)
    {
        double[] right =
            [.. copies.SelectMany(copy => copy.Pairs).Where(pair => pair.Evidence.IsNearDuplicate).Select(pair => pair.IsRight ? 1.0 : 0.0)];
        return right.Length == 0 ? null : Estimate.FromValues(right, seed);
    }

    private static CosineCut? BestCut(JudgedCopy[] copies)
    {
        CosineCut? best = null;
        var (found, right, decided) = (0, 0, 0);
        var byCosine = copies
            .SelectMany(copy => copy.Pairs.Select(pair => (pair.Evidence.Cosine, pair.IsRight, IsOriginal: pair.Image == copy.Original)))
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

    private sealed record JudgedCopy(string Transformation, int Original, JudgedPair[] Pairs)
    {
        public bool IsFound => Pairs.Any(pair => pair.Image == Original && pair.Evidence.IsNearDuplicate);

        public float CosineOfOriginal =>
            Pairs.Where(pair => pair.Image == Original).Select(pair => pair.Evidence.Cosine).FirstOrDefault(-1);
    }

    private readonly record struct JudgedPair(int Image, bool IsRight, NearDuplicateEvidence Evidence);
}
