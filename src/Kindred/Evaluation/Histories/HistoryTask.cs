using Kindred.Choices;
using Kindred.Galleries;
using Kindred.Interactions;
using Kindred.Recommendations;
using Kindred.Storage;

namespace Kindred.Evaluation.Histories;

/// <summary>
/// The history task: what the library's own people liked last, left out of every fit, is looked for among all pictures that they did
/// not know before. No ranking is made against a sample of pictures, which can put methods in another order (Krichene and Rendle, "On
/// sampled metrics for item recommendation", KDD 2020).
/// </summary>
/// <param name="store">The library.</param>
/// <param name="gallery">Its gallery as it was opened.</param>
/// <param name="trials">Makes galleries in other spaces.</param>
/// <param name="seed">Seed of what is drawn and of intervals.</param>
internal sealed class HistoryTask(ILibraryStore store, Gallery gallery, SpaceTrials trials, int seed)
{
    /// <summary>Fewer people would say nothing.</summary>
    private const int LeastPeople = 10;

    /// <summary>People who are asked at most; the latest likes of all others are left out of the fits, too.</summary>
    private const int MostPeople = 2000;

    private const int Steps = 7;

    /// <summary>How many likes are known, where each group begins.</summary>
    private static readonly int[] GroupStarts = [4, 8, 16, 32];

    private readonly HistoryFit _fit = new(store, gallery, trials);

    /// <summary>Whether enough people have likes enough.</summary>
    public async Task<bool> CanRunAsync(CancellationToken cancellationToken) =>
        (await store.ReadUsersAsync(cancellationToken)).Count(user => user.Likes >= ChoiceHistories.LeastLikes) >= LeastPeople;

    /// <summary>Judges.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <exception cref="KindredException">Too few people have likes enough.</exception>
    public async Task<HistoryReport> RunAsync(IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        var done = 0;
        void Step() => progress?.Report(new StepProgress(++done, Steps, Failed: 0));
        var people = new List<IReadOnlyList<Interaction>>();
        foreach (var user in await store.ReadUsersAsync(cancellationToken))
            people.Add(await store.ReadInteractionsAsync(user.User, cancellationToken));
        var split = HistorySplit.LeaveOutLatest(gallery.Images, people);
        if (split.Judged.Length < LeastPeople)
        {
            throw new KindredException(
                Fault.NothingToJudge,
                $"To judge by histories, the library needs {LeastPeople} people with {ChoiceHistories.LeastLikes} likes each of its "
                    + $"pictures, not {split.Judged.Length}.");
        }

        Step();
        var judged = Some(split.Judged);
        using var fitted = await _fit.RunAsync(split, cancellationToken);
        Step();
        var lists = new List<MethodLists>
        {
            MethodLists.ByScore("popularity", judged, _ => [.. split.Popularity.Select(likes => (float)likes)]),
        };
        var profiles = await _fit.ProfilesAsync(fitted, judged, cancellationToken);
        lists.Add(MethodLists.ByList("looks", judged, (person, count) => List(fitted, profiles[person], count, peopleWeight: 0)));
        Step();
        lists.Add(MethodLists.ByScore("itemKnn", judged, Of(new ItemNeighbors(split.Likes, gallery.Images.Count))));
        using (var ease = EaseModel.Tuned(split.Likes, split.Popularity))
        {
            if (ease is not null)
                lists.Add(MethodLists.ByScore("ease", judged, person => ease.Score(person.Likes, gallery.Images.Count)));
        }

        Step();
        lists.Add(MethodLists.ByList("kindred", judged, (person, count) => List(fitted, profiles[person], count, peopleWeight: null)));
        Step();
        var cold = await new ColdTask(gallery, _fit, seed).RunAsync(people, Step, cancellationToken);
        var popular = Popular(split.Popularity);
        return new HistoryReport(
            people.Count, split.Histories.Count + split.Judged.Length, judged.Length, fitted.Space.Choices?.Weights ?? [0, 0, 0, 0],
            [Chance(judged), .. lists.Select(list => list.Summarize(gallery.Images.Count, popular, seed))],
            Groups(judged, lists), cold);
    }

    private static Func<JudgedPerson, float[]> Of(ItemNeighbors neighbors) => person => neighbors.Score(person.Likes);

    private static int[] List(Gallery fitted, Profile profile, int count, double? peopleWeight) =>
    [
        .. fitted.Recommend(profile, new RecommendationOptions { Count = count, PeopleWeight = peopleWeight })
            .Items.Select(item => fitted.PositionOf(item.Image)),
    ];

    /// <summary>The most liked tenth of what anybody likes.</summary>
    private static HashSet<int> Popular(int[] popularity)
    {
        int[] liked = [.. Enumerable.Range(0, popularity.Length).Where(picture => popularity[picture] > 0)];
        return [.. liked.OrderByDescending(picture => popularity[picture]).Take((liked.Length + 9) / 10)];
    }

    /// <summary>What lists by chance would reach on average: no list is drawn.</summary>
    private HistoryScore Chance(JudgedPerson[] judged)
    {
        var gain = Enumerable.Range(0, MethodLists.Ten).Sum(rank => HeldOutRanks.GainOf(rank));
        Estimate Mean(double places) => Estimate.FromValues(
            [.. judged.Select(person => Math.Min(1, places / Math.Max(1, gallery.Images.Count - person.Known.Length)))], seed);
        return new HistoryScore("chance", Mean(MethodLists.Ten), Mean(gain), Mean(MethodLists.Fifty));
    }

    private HistoryGroup[] Groups(JudgedPerson[] judged, List<MethodLists> lists) =>
    [
        .. Enumerable.Range(0, judged.Length)
            .GroupBy(person => Array.FindLastIndex(GroupStarts, start => judged[person].Likes.Length >= start || start == GroupStarts[0]))
            .OrderBy(group => group.Key)
            .Select(group => new HistoryGroup(
                group.Key == GroupStarts.Length - 1 ? $"{GroupStarts[^1]} or more"
                    : $"{GroupStarts[group.Key]} to {GroupStarts[group.Key + 1] - 1}",
                group.Count(),
                [
                    .. lists.Select(list => new HistoryGroupScore(
                        list.Method, Estimate.FromValues([.. group.Select(person => list.Hits[person])], seed),
                        Estimate.FromValues([.. group.Select(person => list.Gains[person])], seed))),
                ])),
    ];

    private static JudgedPerson[] Some(JudgedPerson[] judged) => judged.Length <= MostPeople
        ? judged
        : [.. Enumerable.Range(0, MostPeople).Select(i => judged[(int)((long)i * judged.Length / MostPeople)])];
}
