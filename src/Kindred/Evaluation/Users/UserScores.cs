using Kindred.Search;

namespace Kindred.Evaluation.Users;

/// <summary>Gathers how users are served by one way to recommend. Different users may be added at the same time.</summary>
internal sealed class UserScores(int users, int[] labels, FlatIndex looks)
{
    private readonly List<double>[] _hits = [.. Enumerable.Range(0, users).Select(_ => new List<double>())];
    private readonly double[] _allTastes = new double[users];
    private readonly double[] _tastes = new double[users];
    private readonly double[] _precision = new double[users];
    private readonly double[] _diversity = new double[users];
    private readonly int[][] _lists = new int[users][];

    /// <summary>Adds a user.</summary>
    public void Add(int user, SyntheticUser person, Func<int[], int[]> recommend)
    {
        var likes = person.InTurn;
        var list = _lists[user] = recommend(likes);
        var found = person.Tastes.Count(taste => list.Any(image => labels[image] == taste));
        _tastes[user] = (double)found / person.Tastes.Length;
        _allTastes[user] = found == person.Tastes.Length ? 1 : 0;
        _precision[user] = list.Count(image => person.Tastes.Contains(labels[image])) / (double)UserTask.ListLength;
        _diversity[user] = ListDiversity.Of(looks, list);
        foreach (var left in likes)
        {
            // What is left has to say something of every taste.
            if (likes.Length > person.Tastes.Length)
                _hits[user].Add(recommend([.. likes.Where(like => like != left)]).Contains(left) ? 1 : 0);
        }
    }

    /// <summary>What all users add up to.</summary>
    public UserScore Summarize(int tastes, string method, int seed)
    {
        double[] hits = [.. _hits.SelectMany(hit => hit)];
        return new UserScore
        {
            Tastes = tastes,
            Method = method,
            HitRateAt10 = Estimate.FromValues(hits.Length == 0 ? [0] : hits, seed),
            AllTastesAt10 = Estimate.FromValues(_allTastes, seed),
            TastesAt10 = Estimate.FromValues(_tastes, seed),
            PrecisionAt10 = Estimate.FromValues(_precision, seed),
            Diversity = Estimate.FromValues(_diversity, seed),
            Coverage = _lists.SelectMany(list => list).Distinct().Count() / (double)labels.Length,
        };
    }
}
