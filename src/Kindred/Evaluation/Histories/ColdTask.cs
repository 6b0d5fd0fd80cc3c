using Kindred.Choices;
using Kindred.Galleries;
using Kindred.Interactions;
using Kindred.Search;

namespace Kindred.Evaluation.Histories;

/// <summary>
/// Pictures nobody has chosen yet: every choice of a random tenth of what anybody likes is withheld from everything that is fitted, and
/// those pictures are ranked among all others for the people who like them.
/// </summary>
/// <param name="gallery">The gallery as it was opened.</param>
/// <param name="fit">Fits without those choices.</param>
/// <param name="seed">Seed of what is drawn and of intervals.</param>
internal sealed class ColdTask(Gallery gallery, HistoryFit fit, int seed)
{
    /// <summary>Fewer people would say nothing.</summary>
    private const int LeastPeople = 10;

    private const int MostPeople = 500;

    /// <summary>Judges; <see langword="null"/> where too few people could be asked, or pictures are not compared by the cosine.</summary>
    /// <param name="people">Everybody's interactions.</param>
    /// <param name="step">Called after the fit and in the end.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public async Task<ColdReport?> RunAsync(
        IReadOnlyList<IReadOnlyList<Interaction>> people, Action step, CancellationToken cancellationToken)
    {
        int[] liked =
        [
            .. HistorySplit.LeaveOut(gallery.Images, people, new HashSet<int>()).Popularity.Index()
                .Where(entry => entry.Item > 0).Select(entry => entry.Index),
        ];
        new Random(seed).Shuffle(liked);
        var cold = liked.Take((liked.Length + 9) / 10).ToHashSet();
        var split = HistorySplit.LeaveOut(gallery.Images, people, cold);
        if (gallery.Stamp.Metric != Metric.Cosine || split.Judged.Length < LeastPeople)
            return null;

        using var fitted = await fit.RunAsync(split, cancellationToken);
        step();
        var judged = split.Judged;
        if (judged.Length > MostPeople)
            judged = [.. Enumerable.Range(0, MostPeople).Select(i => judged[(int)((long)i * judged.Length / MostPeople)])];
        var profiles = await fit.ProfilesAsync(fitted, judged, cancellationToken);
        float[] popularity = [.. split.Popularity.Select(likes => (float)likes)];
        ColdScore[] rows =
        [
            Chance(judged),
            Score("popularity", judged, _ => popularity),
            Score("looks", judged, person => fitted.Fits(profiles[person], peopleWeight: 0)),
            Score("kindred", judged, person => fitted.Fits(profiles[person], peopleWeight: null)),
        ];
        step();
        return new ColdReport(cold.Count, judged.Length, rows);
    }

    private ColdScore Score(string method, JudgedPerson[] judged, Func<int, float[]> score)
    {
        var (areas, hits) = (new double[judged.Length], new double[judged.Length]);
        Parallel.For(0, judged.Length, i =>
        {
            var scores = score(i);
            double[] ranks = [.. judged[i].Targets.Select(target => HeldOutRanks.RankOf(scores, target, judged[i].Known))];
            var others = Math.Max(1, scores.Length - judged[i].Known.Length - 1);
            areas[i] = ranks.Average(rank => 1 - (rank / others));
            hits[i] = ranks.Average(rank => rank < MethodLists.Ten ? 1.0 : 0);
        });
        return new ColdScore(method, Estimate.FromValues(areas, seed), Estimate.FromValues(hits, seed));
    }

    private ColdScore Chance(JudgedPerson[] judged)
    {
        var hits = Estimate.FromValues(
            [
                .. judged.Select(person =>
                    Math.Min(1, MethodLists.Ten / (double)Math.Max(1, gallery.Images.Count - person.Known.Length))),
            ],
            seed);
        return new ColdScore("chance", new Estimate(0.5, 0.5, 0.5), hits);
    }
}
