using System.Numerics.Tensors;
using Kindred.Search;

namespace Kindred.Recommendations.Strategies;

/// <summary>
/// What dislikes do to the images that a taste has found. An image that is nearer to a dislike than to any like is taken away. Another
/// loses what it has in common with a dislike beyond what the taste itself has in common with it: whoever dislikes one sofa and likes
/// others is still shown sofas, and not lamps because lamps are unlike the one.
/// </summary>
internal sealed class Dislikes(NeighborIndex index, IReadOnlyList<float[]> likes, IReadOnlyList<float[]> dislikes)
{
    /// <summary>How much counts against an image what it and a dislike have in common beyond the taste (docs/evaluation.md).</summary>
    private const float Strength = 2;

    /// <summary>What each dislike has in common with a search, never less than nothing.</summary>
    /// <param name="point">Where the search starts; of length 1 where the metric is the cosine.</param>
    public float[] SharedWith(ReadOnlySpan<float> point)
    {
        var shared = new float[dislikes.Count];
        for (var dislike = 0; dislike < shared.Length; dislike++)
            shared[dislike] = Math.Max(0, Closeness.Between(index.Metric, point, dislikes[dislike]));
        return shared;
    }

    /// <summary>Judges an image that a search has found.</summary>
    /// <param name="image">Position in the gallery.</param>
    /// <param name="members">The likes that led to the search, which are the most likely to keep the image.</param>
    /// <param name="shared">What <see cref="SharedWith"/> says of the search.</param>
    /// <returns>
    /// What to take off the image's score, and which dislike does it (−1 for none); <see langword="null"/> where the image is taken away.
    /// </returns>
    public (float Amount, int Dislike)? Judge(int image, int[] members, float[] shared)
    {
        var (nearest, amount, dislike) = (float.NegativeInfinity, 0f, -1);
        for (var i = 0; i < dislikes.Count; i++)
        {
            var closeness = Closeness.Between(index, image, dislikes[i]);
            nearest = Math.Max(nearest, closeness);
            if (Strength * (closeness - shared[i]) > amount)
                (amount, dislike) = (Strength * (closeness - shared[i]), i);
        }

        return dislikes.Count == 0 || IsNearALike(image, members, nearest) ? (amount, dislike) : null;
    }

    /// <summary>The direction along which the score of an image is measured that a dislike has lowered.</summary>
    public float[] Direction(ReadOnlySpan<float> direction, int dislike)
    {
        var combined = direction.ToArray();
        if (dislike >= 0)
            TensorPrimitives.MultiplyAdd(dislikes[dislike], -Strength, combined, combined);
        return combined;
    }

    private bool IsNearALike(int image, int[] members, float closeness)
    {
        foreach (var member in members)
        {
            if (Closeness.Between(index, image, likes[member]) >= closeness)
                return true;
        }

        foreach (var like in likes)
        {
            if (Closeness.Between(index, image, like) >= closeness)
                return true;
        }

        return false;
    }
}
