using Kindred.Images;
using Kindred.Recommendations.Lists;
using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Search.Memory;

namespace Kindred.Recommendations;

/// <summary>
/// Makes lists for one gallery: plans searches from the profile, searches, lowers the scores of what is near dislikes, and fills the
/// list. Safe to use from several threads.
/// </summary>
internal sealed class Recommender(
    IReadOnlyList<Image> images, NeighborIndex index, IReadOnlyList<int> nearDuplicateGroups, NeighborScores neighborScores)
{
    /// <summary>
    /// Candidates that a search finds for every place of the list, to make up for what near-duplicates, other tastes and dislikes take
    /// away.
    /// </summary>
    private const int CandidatesPerPlace = 10;

    /// <summary>Recommends.</summary>
    /// <param name="profile">What was chosen.</param>
    /// <param name="excluded">Groups of near-duplicates that must not be in the list.</param>
    /// <param name="options">What kind of list.</param>
    public RecommendationList Recommend(Profile profile, IReadOnlySet<int> excluded, RecommendationOptions options)
    {
        bool MayShow(int id) => !excluded.Contains(nearDuplicateGroups[id])
            && (options.Labels.Count == 0 || (images[id].Label is { } label && options.Labels.Contains(label, StringComparer.Ordinal)));
        if (profile.Likes.Count == 0)
            return ColdStart.List(images, index, nearDuplicateGroups, MayShow, options);

        float[][] likes = [.. profile.Likes.Select(like => like.Image.Embedding)];
        float[][] dislikes = [.. profile.Dislikes.Select(dislike => dislike.Embedding)];
        var weights = Importance.Of(profile.Likes);
        TasteQuery[] queries = options.Strategy switch
        {
            Strategy.Average => [AverageStrategy.Plan(likes, weights, dislikes)],
            Strategy.Best => BestStrategy.Plan(likes),
            _ => TastesStrategy.Plan(likes, weights),
        };
        var penalty = new DislikePenalty(index, options.Strategy == Strategy.Average ? [] : dislikes);
        using var points = Points(queries);
        var list = Choose(queries, points, penalty, MayShow, options);
        return new ListWriter(images, index, neighborScores, profile, weights).Write(queries, points, penalty, list);
    }

    private IReadOnlyList<Candidate> Choose(
        TasteQuery[] queries, AlignedMatrix points, DislikePenalty penalty, Func<int, bool> mayShow, RecommendationOptions options)
    {
        for (var pool = Math.Max(20, CandidatesPerPlace * (long)options.Count); ; pool *= 4)
        {
            var wanted = (int)Math.Min(pool, index.Count);
            var found = index.Search(points, wanted, mayShow);
            var lanes = Lanes(queries, found, penalty, options.Strategy == Strategy.Best);
            var list = new ListSelection(index, nearDuplicateGroups, options.Diversity).Choose(lanes, options.Count);

            // Where near-duplicates have used up the candidates, there may be more to find.
            if (list.Count == options.Count || wanted == index.Count || found.All(neighbors => neighbors.Length < wanted))
                return list;
        }
    }

    /// <summary>One lane for each search, or one for all, in which each image has its best score.</summary>
    private Lane[] Lanes(TasteQuery[] queries, Neighbor[][] found, DislikePenalty penalty, bool together)
    {
        Candidate Judge(Neighbor neighbor, int query)
        {
            var (amount, dislike) = penalty.For(neighbor.Id);
            return new Candidate(neighbor.Id, neighbor.Score(index.Metric) - amount, query, dislike);
        }

        if (!together)
        {
            return
            [
                .. queries.Select((query, i) => new Lane(query.Importance, [.. found[i].Select(neighbor => Judge(neighbor, i)).Order()])),
            ];
        }

        var best = new Dictionary<int, (Neighbor Neighbor, int Query)>();
        for (var query = 0; query < found.Length; query++)
        {
            foreach (var neighbor in found[query])
            {
                if (!best.TryGetValue(neighbor.Id, out var known) || neighbor.Distance < known.Neighbor.Distance)
                    best[neighbor.Id] = (neighbor, query);
            }
        }

        return [new Lane(1, [.. best.Values.Select(entry => Judge(entry.Neighbor, entry.Query)).Order()])];
    }

    /// <summary>The points where the searches start, one a row. Searching brings them to length 1 where the metric is the cosine.</summary>
    private AlignedMatrix Points(TasteQuery[] queries)
    {
        var points = new AlignedMatrix(index.Dimensions, queries.Length);
        foreach (var query in queries)
            points.Add(query.Point);
        return points;
    }
}
