using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Derived;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;

namespace Kindred.Spaces;

/// <summary>
/// What a score says in one space: how sure it is, from 0 to 1, that a picture with such a score is what was meant. A higher score never
/// makes it less. Immutable, safe for use from several threads.
/// </summary>
/// <remarks>
/// Where labels or tastes have taught the space, it is the share of pictures with such a score that belonged with the likes, counted on
/// pictures that the fit did not see (isotonic regression; Zadrozny and Elkan, "Transforming classifier scores into accurate multiclass
/// probability estimates", 2002). Where nobody said what belongs together, it is the share of likes whose tenth neighbor scores lower.
/// Scores with the mean of several likes are higher than those with one, so there is a curve for each of several numbers of likes.
/// </remarks>
internal sealed class Confidence
{
    /// <summary>How many likes the curves are for.</summary>
    private static readonly int[] LikeCounts = [1, 2, 4, 8];

    /// <summary>Results of a search that are looked at: what lists are made of.</summary>
    private const int Results = 10;

    /// <summary>Where more may not be found, searching for all and leaving them out takes longer than asking for each.</summary>
    private const int MostExcluded = 64;

    /// <summary>Points of a curve. More follow chance.</summary>
    private const int Points = 24;

    private readonly (float Score, float Share)[][] _curves;

    private Confidence((float Score, float Share)[][] curves) => _curves = curves;

    /// <summary>How many likes curves are for.</summary>
    public static int Curves => LikeCounts.Length;

    /// <summary>How sure a score is.</summary>
    /// <param name="score">The score with the mean of some likes.</param>
    /// <param name="likes">How many likes, at least 1.</param>
    /// <returns>From 0 to 1.</returns>
    public float Of(float score, int likes)
    {
        var curve = _curves[Math.Max(0, Array.FindLastIndex(LikeCounts, count => count <= likes))];
        var above = Array.FindIndex(curve, point => point.Score >= score);
        if (above < 0)
            return curve[^1].Share;
        if (above == 0)
            return curve[0].Share;
        var (low, high) = (curve[above - 1], curve[above]);
        return float.Lerp(low.Share, high.Share, (score - low.Score) / (high.Score - low.Score));
    }

    /// <summary>The curves of what searches found.</summary>
    /// <param name="found">For each number of likes: scores, and whether what had them belonged with the likes.</param>
    /// <returns>
    /// <see langword="null"/> where too little was found to draw a curve for one like. Where more likes found too little, they have the
    /// curve of fewer.
    /// </returns>
    public static Confidence? Fit(IReadOnlyList<(float Score, bool IsRight)>[] found)
    {
        var curves = new List<(float Score, float Share)[]>();
        foreach (var pairs in found)
        {
            if (pairs.Count >= Points)
                curves.Add(Isotonic(pairs));
            else if (curves.Count > 0)
                curves.Add(curves[^1]);
            else
                return null;
        }

        return new Confidence([.. curves]);
    }

    /// <summary>Draws likes that belong together, searches from their mean, and says what was found.</summary>
    /// <param name="groups">Images that belong together.</param>
    /// <param name="embeddingOf">The embedding of an image, as a query.</param>
    /// <param name="index">What is searched.</param>
    /// <param name="mayFind">Whether an image may be found.</param>
    /// <param name="belongs">Whether an image belongs to a group.</param>
    /// <param name="draws">How often likes are drawn.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <returns>For each number of likes: scores, and whether what had them belonged with the likes.</returns>
    public static List<(float Score, bool IsRight)>[] Draw(
        IReadOnlyList<IReadOnlyList<int>> groups, Func<int, ReadOnlySpan<float>> embeddingOf, NeighborIndex index,
        Func<int, bool> mayFind, Func<int, int, bool> belongs, int draws, int seed)
    {
        var found = new List<(float Score, bool IsRight)>[LikeCounts.Length];
        Parallel.For(0, LikeCounts.Length, i =>
        {
            var random = new Random(seed + i);
            found[i] = [];
            int[] drawable = [.. Enumerable.Range(0, groups.Count).Where(group => groups[group].Count >= LikeCounts[i])];
            int[] entries = [.. drawable.SelectMany(group => Enumerable.Repeat(group, groups[group].Count))];
            for (var draw = 0; draw < draws && entries.Length > 0; draw++)
            {
                var group = entries[random.Next(entries.Length)];
                int[] likes = [.. groups[group]];
                random.Shuffle(likes);
                likes = likes[..LikeCounts[i]];
                var results = index.Search(Mean(likes, embeddingOf, index.Dimensions), Results, id => mayFind(id) && !likes.Contains(id));
                found[i].AddRange(results.Select(result => (result.Score(index.Metric) / index.Scale, belongs(group, result.Id))));
            }
        });
        return found;
    }

    /// <summary>The curves of a gallery of which nobody said what belongs together: how near is near here.</summary>
    /// <param name="index">The gallery's index.</param>
    /// <param name="embeddingOf">The embedding of an image, as a query.</param>
    /// <param name="nearDuplicateGroups">A number for each image that its near-duplicates share: they do not count as neighbors.</param>
    public static Confidence Measure(NeighborIndex index, Func<int, float[]> embeddingOf, IReadOnlyList<int> nearDuplicateGroups)
    {
        const int Sample = 500;
        var count = Math.Min(index.Count, Sample);
        // One image by chance from each of as many equal parts: equal steps could meet the same kind over and over.
        int[] images =
        [
            .. Enumerable.Range(0, count).Select(sample => (int)((sample + new Random(sample).NextDouble()) * index.Count / count)),
        ];
        bool IsOther(int sample, int id) => nearDuplicateGroups[id] != nearDuplicateGroups[images[sample]];
        var same = LargestGroup(images, nearDuplicateGroups);
        var nearest = SearchAll(index, [.. images.Select(embeddingOf)], LikeCounts[^1] - 1, IsOther, same);
        var curves = new (float Score, float Share)[LikeCounts.Length][];
        for (var i = 0; i < curves.Length; i++)
        {
            int[][] likes =
            [
                .. images.Select((image, sample) =>
                    (int[])[image, .. nearest[sample].Take(LikeCounts[i] - 1).Select(neighbor => neighbor.Id)]),
            ];
            var found = SearchAll(
                index, Array.ConvertAll(likes, some => Mean(some, id => embeddingOf(id), index.Dimensions)), Results,
                (sample, id) => IsOther(sample, id) && !likes[sample].Contains(id), same + LikeCounts[i]);
            curves[i] = Quantiles(
                Array.ConvertAll(found, results => results is [.., var last] ? last.Score(index.Metric) / index.Scale : 0));
        }

        return new Confidence(curves);
    }

    /// <summary>How many images the largest group has that one of some images is in.</summary>
    private static int LargestGroup(int[] images, IReadOnlyList<int> nearDuplicateGroups)
    {
        var sizes = new Dictionary<int, int>();
        foreach (var image in images)
            sizes[nearDuplicateGroups[image]] = 0;
        foreach (var group in nearDuplicateGroups)
        {
            ref var size = ref CollectionsMarshal.GetValueRefOrNullRef(sizes, group);
            if (!Unsafe.IsNullRef(ref size))
                size++;
        }

        return sizes.Values.DefaultIfEmpty().Max();
    }

    /// <summary>Searches for many queries, of which each may find other images.</summary>
    /// <param name="index">The index.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="k">How many to find for each.</param>
    /// <param name="include">Whether a query may find an image.</param>
    /// <param name="excluded">The most images that a query may not find.</param>
    private static Neighbor[][] SearchAll(
        NeighborIndex index, float[][] queries, int k, Func<int, int, bool> include, int excluded)
    {
        var found = new Neighbor[queries.Length][];
        if (index is not FlatIndex || excluded > MostExcluded)
        {
            Parallel.For(0, queries.Length, query => found[query] = index.Search(queries[query], k, id => include(query, id)));
            return found;
        }

        // Where all are compared, many queries at once read each embedding once: in a large gallery that is most of the time.
        using var rows = new AlignedMatrix(index.Dimensions, queries.Length);
        foreach (var query in queries)
            rows.Add(query);
        var all = index.Search(rows, k + excluded);
        for (var query = 0; query < found.Length; query++)
            found[query] = [.. all[query].Where(neighbor => include(query, neighbor.Id)).Take(k)];
        return found;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The numbers are something else.</exception>
    public static Confidence Read(ReadOnlySpan<float> numbers)
    {
        var curves = new (float, float)[LikeCounts.Length][];
        for (var i = 0; i < curves.Length; i++)
        {
            var count = numbers.IsEmpty ? 0 : (int)numbers[0];
            if (count is < 1 or > Points || numbers.Length < 1 + (2 * count))
                throw new InvalidDataException("The numbers are no curves.");
            curves[i] = new (float, float)[count];
            for (var point = 0; point < count; point++)
                curves[i][point] = (numbers[1 + (2 * point)], numbers[2 + (2 * point)]);
            numbers = numbers[(1 + (2 * count))..];
        }

        return numbers.IsEmpty ? new Confidence(curves) : throw new InvalidDataException("More numbers follow the curves.");
    }

    /// <summary>The curves as numbers: for each how many points it has, then score and share of each.</summary>
    public float[] Write() =>
        [.. _curves.SelectMany(curve => curve.SelectMany(point => (float[])[point.Score, point.Share]).Prepend(curve.Length))];

    private static float[] Mean(int[] likes, Func<int, ReadOnlySpan<float>> embeddingOf, int dimensions)
    {
        var mean = new float[dimensions];
        foreach (var like in likes)
            TensorPrimitives.Add(mean, embeddingOf(like), mean);
        VectorTable.Normalize(mean);
        return mean;
    }

    /// <summary>Pools pairs of equal numbers by score, then neighbors that would fall (pool adjacent violators).</summary>
    private static (float Score, float Share)[] Isotonic(IReadOnlyList<(float Score, bool IsRight)> pairs)
    {
        var sorted = pairs.OrderBy(pair => pair.Score).ToArray();
        var pools = new List<(double Scores, double Right, int Count)>();
        for (var bin = 0; bin < Points; bin++)
        {
            var pool = sorted[(bin * sorted.Length / Points)..((bin + 1) * sorted.Length / Points)];
            pools.Add((pool.Sum(pair => (double)pair.Score), pool.Count(pair => pair.IsRight), pool.Length));
            while (pools is [.., var before, var last] && before.Right * last.Count >= last.Right * before.Count)
            {
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((before.Scores + last.Scores, before.Right + last.Right, before.Count + last.Count));
            }
        }

        // Nothing is ever certain: one more that was right and one that was not.
        return Rising(pools.Select(pool => ((float)(pool.Scores / pool.Count), (float)((pool.Right + 1) / (pool.Count + 2)))));
    }

    private static (float Score, float Share)[] Quantiles(float[] scores)
    {
        Array.Sort(scores);
        return Rising(Enumerable.Range(0, Points).Select(i => (i + 0.5f) / Points)
            .Select(share => (scores.Length == 0 ? 0 : scores[(int)(share * scores.Length)], share)));
    }

    private static (float Score, float Share)[] Rising(IEnumerable<(float Score, float Share)> points)
    {
        var rising = new List<(float Score, float Share)>();
        foreach (var (score, share) in points)
        {
            if (rising is [.., var last] && score <= last.Score)
                rising[^1] = (last.Score, Math.Max(last.Share, share));
            else
                rising.Add((score, rising is [.., var lower] ? Math.Max(lower.Share, share) : share));
        }

        return [.. rising];
    }
}
