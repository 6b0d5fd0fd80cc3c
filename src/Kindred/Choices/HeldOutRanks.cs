using System.Numerics;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Choices;

/// <summary>Where factors rank what people liked next, among all pictures that those had not chosen before.</summary>
internal static class HeldOutRanks
{
    /// <summary>People judged at once.</summary>
    private const int PeopleAtOnce = 256;

    /// <summary>What a rank is worth, from 0 to 1: the gain of nDCG, without an end to the list.</summary>
    public static double GainOf(double rank) => 1 / Math.Log2(rank + 2);

    /// <summary>The rank of each held-out like, from 0. Ties count half.</summary>
    /// <param name="choices">What was chosen before: a row for each person.</param>
    /// <param name="pictures">The factors of pictures.</param>
    /// <param name="settings">What they were fitted with.</param>
    /// <param name="heldOut">The likes.</param>
    public static double[] Of(
        ChoiceMatrix choices, AlignedMatrix pictures, FactorSettings settings, IReadOnlyList<HeldOutLike> heldOut)
    {
        using var people = ImplicitFactors.People(choices.Where([.. heldOut.Select(like => like.Person)]), pictures, settings);
        var ranks = new double[heldOut.Count];
        using var queries = new AlignedMatrix(settings.Dimensions, PeopleAtOnce);
        using var scores = new AlignedMatrix(Math.Max(1, pictures.Rows), Math.Min(PeopleAtOnce, heldOut.Count));
        for (var start = 0; start < heldOut.Count; start += PeopleAtOnce)
        {
            queries.Clear();
            var count = Math.Min(PeopleAtOnce, heldOut.Count - start);
            for (var i = 0; i < count; i++)
                queries.Add(people[start + i]);
            MatrixProducts.Multiply(queries, pictures, scores);
            var first = start;
            Parallel.For(0, count, i =>
            {
                var like = heldOut[first + i];
                ranks[first + i] = RankOf(scores[i], like.Picture, choices.Entries(like.Person));
            });
        }

        return ranks;
    }

    /// <summary>The rank of a picture among scores, from 0.</summary>
    /// <param name="scores">A score for each picture, larger is better.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="leftOut">Pictures that are not ranked.</param>
    public static double RankOf(ReadOnlySpan<float> scores, int picture, ReadOnlySpan<int> leftOut)
    {
        var score = scores[picture];
        var (above, same) = CountAround(scores, score);
        foreach (var other in leftOut)
        {
            if (scores[other] > score)
                above--;
            else if (scores[other] == score)
                same--;
        }

        // The picture ties with itself.
        return above + (0.5 * Math.Max(0, same - 1));
    }

    /// <summary>How many scores are larger than one, and how many the same.</summary>
    private static (int Above, int Same) CountAround(ReadOnlySpan<float> scores, float score)
    {
        var (wanted, above, same) = (new Vector<float>(score), Vector<int>.Zero, Vector<int>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= scores.Length; i += Vector<float>.Count)
        {
            // A comparison that holds is −1 in each place.
            var some = new Vector<float>(scores[i..]);
            above -= Vector.GreaterThan(some, wanted);
            same -= Vector.Equals(some, wanted);
        }

        var (larger, equal) = (Vector.Sum(above), Vector.Sum(same));
        for (; i < scores.Length; i++)
        {
            larger += scores[i] > score ? 1 : 0;
            equal += scores[i] == score ? 1 : 0;
        }

        return (larger, equal);
    }
}
