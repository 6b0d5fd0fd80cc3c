using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Tastes;

namespace Kindred.Recommendations.Strategies;

/// <summary>
/// What dislikes do to the images that a taste has found. An image that is nearer to a dislike than to any like is taken away. A dislike
/// that stands alone does nothing else. Dislikes that agree speak of a kind: another image loses what it has in common with one of them
/// beyond what the taste itself has in common with it.
/// </summary>
internal sealed class Dislikes
{
    /// <summary>How much counts against an image what it and a dislike have in common beyond the taste (docs/evaluation.md).</summary>
    private const float Strength = 2;

    private readonly NeighborIndex _index;
    private readonly IReadOnlyList<float[]> _likes;
    private readonly IReadOnlyList<float[]> _dislikes;
    private readonly bool[] _agrees;

    /// <summary>Prepares what dislikes do.</summary>
    /// <param name="index">The gallery.</param>
    /// <param name="likes">Embeddings in its space, of length 1 where the metric is the cosine.</param>
    /// <param name="dislikes">The same; may be empty.</param>
    /// <param name="gallery">What is far in the gallery; asked only where there are several dislikes.</param>
    public Dislikes(NeighborIndex index, IReadOnlyList<float[]> likes, IReadOnlyList<float[]> dislikes, Lazy<GallerySample> gallery)
    {
        _index = index;
        _likes = likes;
        _dislikes = dislikes;
        _agrees = new bool[dislikes.Count];
        if (dislikes.Count > 1)
            FindAgreement(gallery.Value);
    }

    /// <summary>What each dislike has in common with a search, never less than nothing.</summary>
    /// <param name="point">Where the search starts; of length 1 where the metric is the cosine.</param>
    public float[] SharedWith(ReadOnlySpan<float> point)
    {
        var shared = new float[_dislikes.Count];
        for (var dislike = 0; dislike < shared.Length; dislike++)
            shared[dislike] = Math.Max(0, Closeness.Between(_index.Metric, point, _dislikes[dislike]));
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
        for (var i = 0; i < _dislikes.Count; i++)
        {
            var closeness = Closeness.Between(_index, image, _dislikes[i]);
            nearest = Math.Max(nearest, closeness);
            if (_agrees[i] && Strength * (closeness - shared[i]) > amount)
                (amount, dislike) = (Strength * (closeness - shared[i]), i);
        }

        return _dislikes.Count == 0 || IsNearALike(image, members, nearest) ? (amount, dislike) : null;
    }

    /// <summary>The direction along which the score of an image is measured that a dislike has lowered.</summary>
    /// <param name="direction">Where the search started.</param>
    /// <param name="dislike">The dislike; −1 for none.</param>
    /// <param name="weight">What looks count in the score.</param>
    public float[] Direction(ReadOnlySpan<float> direction, int dislike, float weight)
    {
        var combined = direction.ToArray();
        if (dislike >= 0)
            TensorPrimitives.MultiplyAdd(_dislikes[dislike], -Strength * weight, combined, combined);
        return combined;
    }

    /// <summary>
    /// Two dislikes agree where each is among the half of the gallery that is nearer to the other. The other half has nothing to do with
    /// it: unlike dislikes speak of no kind.
    /// </summary>
    private void FindAgreement(GallerySample gallery)
    {
        var reach = gallery.FarFrom(_dislikes);
        Parallel.For(0, reach.Length, i =>
        {
            for (var other = 0; other < reach.Length && !_agrees[i]; other++)
            {
                var distance = TensorPrimitives.Distance<float>(_dislikes[i], _dislikes[other]);
                _agrees[i] = other != i && distance <= Math.Min(reach[i], reach[other]);
            }
        });
    }

    private bool IsNearALike(int image, int[] members, float closeness)
    {
        foreach (var member in members)
        {
            if (Closeness.Between(_index, image, _likes[member]) >= closeness)
                return true;
        }

        foreach (var like in _likes)
        {
            if (Closeness.Between(_index, image, like) >= closeness)
                return true;
        }

        return false;
    }
}
