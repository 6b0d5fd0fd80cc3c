using System.Numerics.Tensors;
using Kindred.Search;

namespace Kindred.Recommendations.Strategies;

/// <summary>
/// What dislikes take off a picture's score: nothing where its score with every dislike is 0 or less, and else the more the nearer it is
/// to the nearest dislike.
/// </summary>
internal sealed class DislikePenalty(NeighborIndex index, IReadOnlyList<float[]> dislikes)
{
    /// <summary>
    /// Weight of a dislike against a taste, a little above 1: this halves what is disliked and leaves what is liked alone
    /// (docs/evaluation.md).
    /// </summary>
    private const float Strength = 1.3f;

    /// <summary>What to take off the score of an image, and which dislike does it (−1 for none).</summary>
    public (float Amount, int Dislike) For(int image)
    {
        var (nearest, amount) = (-1, 0f);
        for (var dislike = 0; dislike < dislikes.Count; dislike++)
        {
            var penalty = Strength * Closeness.Between(index, image, dislikes[dislike]);
            if (penalty > amount)
                (nearest, amount) = (dislike, penalty);
        }

        return (amount, nearest);
    }

    /// <summary>The direction a penalized score is measured along.</summary>
    public float[] Direction(ReadOnlySpan<float> direction, int dislike)
    {
        var combined = direction.ToArray();
        if (dislike >= 0)
            TensorPrimitives.MultiplyAdd(dislikes[dislike], -Strength, combined, combined);
        return combined;
    }
}
