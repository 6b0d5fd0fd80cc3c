using System.Numerics;
using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Galleries.Histories;

/// <summary>
/// Tries what choices should count beside looks: ranks the pictures that people liked next among all pictures, with every weight. Rows
/// come a chunk at a time, so that no more of the gallery is in memory.
/// </summary>
/// <param name="trials">The people.</param>
/// <param name="searches">Points by looks: the tastes of all people, of length 1.</param>
/// <param name="people">A row for each person: their factor, of length 1.</param>
internal sealed class WeightTrials(IReadOnlyList<PersonTrial> trials, AlignedMatrix searches, AlignedMatrix people) : IDisposable
{
    /// <summary>What choices may count, from looks alone to choices alone.</summary>
    public static readonly float[] Weights = [0, 0.1f, 0.2f, 0.35f, 0.5f, 0.65f, 0.8f, 0.9f, 1];

    /// <summary>The people.</summary>
    public IReadOnlyList<PersonTrial> Trials => trials;

    /// <summary>Scores the pictures that are ranked and those they are held against. Comes before <see cref="Rank"/>.</summary>
    /// <param name="looksOf">The row of a picture by looks.</param>
    /// <param name="factorOf">The factor of a picture, divided by the longest.</param>
    public void Score(Func<int, ReadOnlySpan<float>> looksOf, Func<int, ReadOnlySpan<float>> factorOf)
    {
        for (var i = 0; i < trials.Count; i++)
        {
            Score(i, looksOf(trials[i].Target), factorOf(trials[i].Target), trials[i].TargetScores);
            Score(i, looksOf(trials[i].Other), factorOf(trials[i].Other), trials[i].OtherScores);
        }
    }

    /// <summary>Counts the pictures of a chunk that rank before those that people liked next.</summary>
    /// <param name="first">Position of the chunk's first picture.</param>
    /// <param name="looks">Rows by looks.</param>
    /// <param name="factors">Factors, divided by the longest.</param>
    public void Rank(int first, AlignedMatrix looks, AlignedMatrix factors)
    {
        using var byLooks = MatrixProducts.Multiply(searches, looks);
        using var byChoices = MatrixProducts.Multiply(people, factors);
        Parallel.For(0, trials.Count, () => new float[looks.Rows], (i, _, nearest) =>
        {
            var trial = trials[i];
            byLooks[trial.FirstTaste].CopyTo(nearest);
            for (var taste = 1; taste < trial.Tastes; taste++)
                TensorPrimitives.Max(nearest, byLooks[trial.FirstTaste + taste], nearest);
            var chosen = byChoices[i];
            for (var weight = 0; weight < Weights.Length; weight++)
                trial.Ranks[weight] += CountAbove(nearest, chosen, Weights[weight], trial.TargetScores[weight]);

            // What is not ranked was counted like the others.
            foreach (var picture in trial.LeftOut.AsSpan(FirstAt(trial.LeftOut, first)..FirstAt(trial.LeftOut, first + looks.Rows)))
                Uncount(trial, nearest[picture - first], chosen[picture - first]);
            if (trial.Target >= first && trial.Target < first + looks.Rows)
                Uncount(trial, nearest[trial.Target - first], chosen[trial.Target - first]);
            return nearest;
        }, _ => { });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        searches.Dispose();
        people.Dispose();
    }

    private static int FirstAt(int[] rising, int least)
    {
        var place = Array.BinarySearch(rising, least);
        return place < 0 ? ~place : place;
    }

    private static void Uncount(PersonTrial trial, float looks, float choices)
    {
        for (var weight = 0; weight < Weights.Length; weight++)
        {
            if (Mix(looks, choices, Weights[weight]) > trial.TargetScores[weight])
                trial.Ranks[weight]--;
        }
    }

    /// <summary>How many mixed scores are larger than one; each is what <see cref="Mix"/> makes.</summary>
    private static int CountAbove(ReadOnlySpan<float> looks, ReadOnlySpan<float> choices, float weight, float score)
    {
        var (byLooks, byChoices, wanted) = (new Vector<float>(1 - weight), new Vector<float>(weight), new Vector<float>(score));
        var above = Vector<int>.Zero;
        var row = 0;
        for (; row + Vector<float>.Count <= looks.Length; row += Vector<float>.Count)
        {
            // A comparison that holds is −1 in each place.
            var mixed = (byLooks * new Vector<float>(looks[row..])) + (byChoices * new Vector<float>(choices[row..]));
            above -= Vector.GreaterThan(mixed, wanted);
        }

        var count = Vector.Sum(above);
        for (; row < looks.Length; row++)
            count += Mix(looks[row], choices[row], weight) > score ? 1 : 0;
        return count;
    }

    private static float Mix(float looks, float choices, float weight) => ((1 - weight) * looks) + (weight * choices);

    private void Score(int person, ReadOnlySpan<float> looks, ReadOnlySpan<float> factor, float[] scores)
    {
        var trial = trials[person];
        var look = float.NegativeInfinity;
        for (var taste = 0; taste < trial.Tastes; taste++)
            look = Math.Max(look, TensorPrimitives.Dot(searches[trial.FirstTaste + taste], looks));
        var chosen = TensorPrimitives.Dot(people[person], factor);
        for (var weight = 0; weight < Weights.Length; weight++)
            scores[weight] = Mix(look, chosen, Weights[weight]);
    }
}
