using Kindred.Derived;
using Kindred.Search;

namespace Kindred.Recommendations;

/// <summary>
/// How near images of a gallery are to their neighbors. What a score means depends on the gallery and its space, so scores are judged by
/// this.
/// </summary>
/// <param name="Nearest">Median of the scores of images with their nearest neighbors.</param>
/// <param name="Tenth">
/// Lower quartile of the scores of images with their tenth nearest neighbors, or with their last where there are fewer.
/// </param>
internal readonly record struct NeighborScores(float Nearest, float Tenth)
{
    private const int Rank = 10;

    /// <summary>More images than this do not move a median noticeably.</summary>
    private const int SampleSize = 1000;

    /// <summary>How near an image is to a like, by its score with the like.</summary>
    public Strength StrengthOf(float score) => score >= Nearest ? Strength.Close : score >= Tenth ? Strength.Related : Strength.Stretch;

    /// <summary>Measures an even sample of a gallery's images.</summary>
    /// <param name="index">The gallery's index.</param>
    /// <param name="embeddingOf">The embedding of an image, as a query.</param>
    /// <param name="nearDuplicateGroups">A number for each image that its near-duplicates share: they do not count as neighbors.</param>
    public static NeighborScores Measure(
        NeighborIndex index, Func<int, float[]> embeddingOf, IReadOnlyList<int> nearDuplicateGroups)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(nearDuplicateGroups);
        var count = Math.Min(index.Count, SampleSize);
        var nearest = new float[count];
        var tenth = new float[count];
        Parallel.For(0, count, i =>
        {
            var image = (int)((long)i * index.Count / count);
            var found = index.Search(
                embeddingOf(image), Rank, other => nearDuplicateGroups[other] != nearDuplicateGroups[image]);
            if (found.Length == 0)
                return;
            nearest[i] = found[0].Score(index.Metric);
            tenth[i] = found[^1].Score(index.Metric);
        });
        return count == 0 ? default : new NeighborScores(Quantile(nearest, 0.5), Quantile(tenth, 0.25));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    internal static NeighborScores Read(ReadOnlySpan<byte> bytes) => FloatBytes.Read(bytes) is [var nearest, var tenth]
        ? new NeighborScores(nearest, tenth)
        : throw new InvalidDataException($"{bytes.Length} bytes are not two scores.");

    /// <summary>The scores as bytes: <see cref="Nearest"/>, then <see cref="Tenth"/>.</summary>
    internal byte[] Write() => FloatBytes.Write([Nearest, Tenth]);

    private static float Quantile(float[] scores, double share)
    {
        Array.Sort(scores);
        return scores[(int)((scores.Length - 1) * share)];
    }
}
