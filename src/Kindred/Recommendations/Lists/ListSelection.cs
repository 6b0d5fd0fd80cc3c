using Kindred.NearDuplicates;
using Kindred.Recommendations.Strategies;
using Kindred.Search;

namespace Kindred.Recommendations.Lists;

/// <summary>
/// Fills a list from lanes that take turns. Each has one place before any has its second; from then on the next place goes to the lane
/// that is farthest behind its share (Webster's method, also Sainte-Laguë's). Within a lane the best candidate comes first; with
/// diversity, the one that best balances its score against its likeness to what the list already has: maximal marginal relevance
/// (Carbonell and Goldstein, "The use of MMR, diversity-based reranking", 1998). What an
/// image that has a place covers has none.
/// </summary>
internal sealed class ListSelection(
    NeighborIndex index, Func<int, float[]> embeddingOf, TakenPlaces places, double diversity)
{
    /// <summary>
    /// With diversity, a lane chooses among this many candidates for each place it is due. Candidates farther down are different only
    /// because they do not fit.
    /// </summary>
    private const double PoolPerPlace = 1.7;

    private readonly List<Candidate> _list = [];
    private readonly List<int> _lanes = [];
    private readonly List<float[]> _takenEmbeddings = [];

    /// <summary>Chooses a list.</summary>
    /// <param name="lanes">The lanes to choose from; one image may be in several.</param>
    /// <param name="count">How many; fewer where the lanes have no more.</param>
    public IReadOnlyList<Candidate> Choose(IReadOnlyList<Lane> lanes, int count)
    {
        var remaining = lanes.Select(lane => new List<Candidate>(lane.Candidates)).ToArray();
        var pools = lanes
            .Select(lane => (int)Math.Ceiling(PoolPerPlace * count * lane.Importance / lanes.Sum(other => other.Importance)))
            .ToArray();
        var taken = new int[lanes.Count];
        while (_list.Count < count)
        {
            foreach (var candidates in remaining)
                candidates.RemoveAll(candidate => !places.IsFree(candidate.Id));
            var next = FarthestBehind(lanes, remaining, taken);
            if (next < 0)
                break;
            Take(diversity == 0 ? remaining[next][0] : MostMarginal(remaining[next].Take(Math.Max(1, pools[next] - taken[next]))));
            _lanes.Add(next);
            taken[next]++;
        }

        return BestFirst();
    }

    /// <summary>Diversity says which candidates a lane shows, not in what order: that is best first, in the lane's places.</summary>
    private Candidate[] BestFirst()
    {
        var list = new Candidate[_list.Count];
        foreach (var lane in _lanes.Index().GroupBy(entry => entry.Item, entry => entry.Index))
        {
            foreach (var (place, candidate) in lane.Zip(lane.Select(place => _list[place]).Order()))
                list[place] = candidate;
        }

        return list;
    }

    /// <summary>
    /// The lane that is due; −1 where all are empty. A lane whose best candidate has nothing in common with it, as may happen under a
    /// filter, waits until no other lane has a better one. Dislikes make no lane wait: places stay with the taste that had them.
    /// </summary>
    private static int FarthestBehind(IReadOnlyList<Lane> lanes, List<Candidate>[] remaining, int[] taken) =>
        Enumerable.Range(0, lanes.Count)
            .Where(lane => remaining[lane].Count > 0)
            .OrderByDescending(lane => remaining[lane][0].Fit > 0)
            .ThenBy(lane => taken[lane] == 0 ? lanes[lane].Turn : int.MaxValue)
            .ThenByDescending(lane => lanes[lane].Importance / ((2 * taken[lane]) + 1))
            .FirstOrDefault(-1);

    private void Take(Candidate candidate)
    {
        _list.Add(candidate);
        if (diversity > 0)
            _takenEmbeddings.Add(embeddingOf(candidate.Id));
        places.Take(candidate.Id);
    }

    private Candidate MostMarginal(IEnumerable<Candidate> candidates)
    {
        var best = default(Candidate);
        var most = double.NegativeInfinity;
        foreach (var candidate in candidates)
        {
            var value = ((1 - diversity) * candidate.Score) - (diversity * NearestTaken(candidate.Id));
            if (value > most)
                (best, most) = (candidate, value);
        }

        return best;
    }

    private float NearestTaken(int id)
    {
        // Negative closeness is no merit: being the opposite of what is there is not variety.
        var nearest = 0f;
        foreach (var taken in _takenEmbeddings)
            nearest = Math.Max(nearest, Closeness.Between(index, id, taken));
        return nearest;
    }
}
