namespace Kindred.Choices;

/// <summary>
/// Finds with which settings factors predict what people liked next: a walk through a grid, from neighbor to better neighbor. Judged on
/// the latest likes of the library's own people, which no trial sees.
/// </summary>
internal static class FactorTuning
{
    /// <summary>Choices that trials are fitted to at most: settings found on a part suit the whole.</summary>
    private const int MostChoices = 120_000;

    /// <summary>People that trials are judged by at most.</summary>
    private const int MostPeople = 1000;

    private const int MostTrials = 12;

    /// <summary>Sweeps of a trial: half of a fit's tell which settings are better.</summary>
    private const int Sweeps = ImplicitFactors.Sweeps / 2;

    private static readonly double[] Backgrounds = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
    private static readonly double[] Regularizations = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1];

    /// <summary>Finds the best settings.</summary>
    /// <param name="histories">What everybody chose.</param>
    /// <param name="seed">Seed of what is drawn.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static FactorSettings Run(ChoiceHistories histories, int seed, CancellationToken cancellationToken)
    {
        histories = Some(histories, seed);
        var heldOut = histories.HoldOut();
        if (heldOut.Count > MostPeople)
            heldOut = [.. Enumerable.Range(0, MostPeople).Select(i => heldOut[(int)((long)i * heldOut.Count / MostPeople)])];

        double[] Judge(FactorSettings settings)
        {
            var choices = histories.ToMatrix(settings.HalfLifeDays, heldOut);
            using var pictures = ImplicitFactors.Fit(choices, settings, seed, Sweeps, cancellationToken);
            return [.. HeldOutRanks.Of(choices, pictures, settings, heldOut).Select(HeldOutRanks.GainOf)];
        }

        var (best, gains) = Walk(FactorSettings.Default, Judge);
        foreach (var candidate in Variations(best, histories))
        {
            var found = Judge(candidate);
            if (IsSurelyMore(found, gains))
                (best, gains) = (candidate, found);
        }

        return best;
    }

    private static (FactorSettings Best, double[] Gains) Walk(FactorSettings start, Func<FactorSettings, double[]> judge)
    {
        var tried = new Dictionary<(int Background, int Regularization), double[]>();
        FactorSettings At((int Background, int Regularization) place) => start with
        {
            Background = Backgrounds[place.Background],
            Regularization = Regularizations[place.Regularization],
        };
        double Try((int Background, int Regularization) place)
        {
            if (!tried.TryGetValue(place, out var gains))
                tried[place] = gains = judge(At(place));
            return gains.Average();
        }

        var here = (
            Background: Array.IndexOf(Backgrounds, start.Background),
            Regularization: Array.IndexOf(Regularizations, start.Regularization));
        while (tried.Count < MostTrials)
        {
            var best = Around(here).MaxBy(Try);
            if (Try(best) <= Try(here))
                break;
            here = best;
        }

        return (At(here), tried[here]);
    }

    /// <summary>Whether gains are more than others by more than chance: by two standard errors of the difference.</summary>
    private static bool IsSurelyMore(double[] gains, double[] others)
    {
        double[] more = [.. gains.Zip(others, (gain, other) => gain - other)];
        var mean = more.Average();
        return mean > 2 * Math.Sqrt(more.Sum(gain => (gain - mean) * (gain - mean)) / Math.Max(1, more.Length - 1) / more.Length);
    }

    private static IEnumerable<(int Background, int Regularization)> Around((int Background, int Regularization) place)
    {
        (int, int)[] around =
        [
            (place.Background - 1, place.Regularization), (place.Background + 1, place.Regularization),
            (place.Background, place.Regularization - 1), (place.Background, place.Regularization + 1),
        ];
        return around.Where(next => next is ( >= 0 and var background, >= 0 and var regularization)
            && background < Backgrounds.Length && regularization < Regularizations.Length);
    }

    /// <summary>Whether dislikes tell, and whether choices age: each tried alone, and with what was better before.</summary>
    private static IEnumerable<FactorSettings> Variations(FactorSettings best, ChoiceHistories histories)
    {
        if (histories.HasDislikes)
            yield return best with { Dislikes = 0.3 };
        if (histories.SpanInDays is var days and > 1)
        {
            yield return best with { HalfLifeDays = days / 2 };
            yield return best with { HalfLifeDays = days / 8 };
        }
    }

    /// <summary>People by chance, until they have choices enough.</summary>
    private static ChoiceHistories Some(ChoiceHistories histories, int seed)
    {
        if (histories.Count <= MostChoices)
            return histories;
        int[] people = [.. Enumerable.Range(0, histories.People)];
        new Random(seed).Shuffle(people);
        var (taken, choices) = (0, 0);
        while (taken < people.Length && choices < MostChoices)
            choices += histories.Entries(people[taken++]).Length;
        return histories.Where([.. people.Take(taken).Order()]);
    }
}
