using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Search;
using Kindred.Search.Vectors;

namespace Kindred.Recommendations.Strategies;

/// <summary>
/// The part of a list that comes from what people chose together: who is asked for, and how much that counts beside looks. Used by one
/// thread.
/// </summary>
internal sealed class PersonChoices : IDisposable
{
    /// <summary>Weights that are nearer to each other than this are the same to anybody who writes them as percents.</summary>
    private const double SameWeight = 0.005;

    private readonly ChoicesHalf _half;
    private readonly FoldedPerson _person;

    private PersonChoices(ChoicesHalf half, FoldedPerson person, float weight, bool isAsFound)
    {
        _half = half;
        _person = person;
        Weight = weight;
        IsAsFound = isAsFound;
    }

    /// <summary>What choices count beside looks, above 0 and at most 1.</summary>
    public float Weight { get; }

    /// <summary>Whether that is what choices were found to count. Other scores were tried on nobody.</summary>
    public bool IsAsFound { get; }

    /// <summary>
    /// Whether choices count more than looks. Then the list is one ranking, as what they count was found with, and tastes, which are groups
    /// by looks, only say what belongs together in it.
    /// </summary>
    public bool Leads => Weight >= 0.5f;

    /// <summary>The part for a profile; <see langword="null"/> where looks alone count.</summary>
    /// <param name="half">What everybody's choices say; <see langword="null"/> where they say nothing.</param>
    /// <param name="profile">Somebody with likes.</param>
    /// <param name="weight">What choices are to count; <see langword="null"/> for what they were found to.</param>
    public static PersonChoices? Of(ChoicesHalf? half, Profile profile, double? weight)
    {
        if (half is null)
            return null;
        var found = half.WeightOf(profile.Likes.Count);
        if ((weight ?? found) is not (> 0 and var counts))
            return null;

        var newest = profile.Likes.Max(like => like.Time);
        float[] weights =
        [
            .. profile.Likes.Select(like => (float)(like.Weight * Aged(newest - like.Time, half.Settings.HalfLifeDays))),
            .. profile.Dislikes.Select(_ => -1f),
        ];
        var chosen = profile.Likes.Select(like => like.Image).Concat(profile.Dislikes);
        float[] Factor(float[] embedding) => half.Predict(embedding.AsSpan(0, embedding.Length - half.Dimensions));
        var person = FoldedPerson.Of(half, [.. chosen.Select(image => image.Factor ?? Factor(image.Embedding))], weights);
        if (TensorPrimitives.Norm<float>(person.Factor) > 0)
            return new PersonChoices(half, person, (float)counts, Math.Abs(counts - found) < SameWeight);
        person.Dispose();
        return null;
    }

    /// <summary>Turns a search by looks into one by both.</summary>
    /// <param name="point">Where it starts, by looks.</param>
    /// <returns>The point in both halves, not of length 1: <see cref="Length"/> says of what.</returns>
    public float[] Join(float[] point)
    {
        var joined = point.ToArray();
        VectorTable.Normalize(joined);
        TensorPrimitives.Multiply(joined, 1 - Weight, joined);
        TensorPrimitives.Multiply(_person.Factor, Weight, joined.AsSpan(joined.Length - _half.Dimensions, _half.Settings.Dimensions));
        return joined;
    }

    /// <summary>The length of what <see cref="Join"/> makes, by which a score with it has to be multiplied.</summary>
    public float Length => MathF.Sqrt(((1 - Weight) * (1 - Weight)) + (Weight * Weight));

    /// <summary>The part of a picture's score that comes from looks, never less than nothing.</summary>
    /// <param name="index">The gallery's index.</param>
    /// <param name="image">Position of the picture.</param>
    /// <param name="point">Where the search starts, by looks.</param>
    public double LooksScore(NeighborIndex index, int image, float[] point)
    {
        var length = TensorPrimitives.Norm<float>(point);
        return length > 0 ? (1 - Weight) * Math.Max(0, Closeness.Between(index, image, point) / length) : 0;
    }

    /// <summary>The part of a picture's score that comes from people's choices. Below 0 where they speak against it.</summary>
    /// <param name="row">The picture's row in the index.</param>
    public float ScoreOf(ReadOnlySpan<float> row) =>
        Weight * TensorPrimitives.Dot<float>(_person.Factor, row[^_half.Dimensions..^1]) / ChoicesHalf.Scale;

    /// <summary>The looks' part of a search by both, which is (1 − <see cref="Weight"/>) long.</summary>
    /// <param name="point">What <see cref="Join"/> made, brought to length 1.</param>
    public float[] LooksOf(ReadOnlySpan<float> point)
    {
        var looks = point.ToArray();
        TensorPrimitives.Multiply(looks, Length, looks);
        looks.AsSpan(looks.Length - _half.Dimensions).Clear();
        return looks;
    }

    /// <summary>What each like adds to a picture's score; the dislikes' part is left out.</summary>
    /// <param name="row">The picture's row in the index.</param>
    /// <param name="likes">How many likes there are.</param>
    public float[] SharesOf(ReadOnlySpan<float> row, int likes)
    {
        var shares = _person.SharesOf(_half.FactorOf(row));
        TensorPrimitives.Multiply(shares, Weight, shares);
        return shares[..likes];
    }

    /// <inheritdoc/>
    public void Dispose() => _person.Dispose();

    private static double Aged(TimeSpan? age, double halfLifeDays) => age is { } passed && halfLifeDays > 0
        ? Math.Max(1e-3, Math.Pow(0.5, passed.TotalDays / halfLifeDays))
        : 1;
}
