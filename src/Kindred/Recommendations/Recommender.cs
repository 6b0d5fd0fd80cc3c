using System.Numerics.Tensors;
using Kindred.Choices;
using Kindred.Colors;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations.Lists;
using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces;
using Kindred.Tastes;

namespace Kindred.Recommendations;

/// <summary>
/// Makes lists for one gallery: plans searches from the profile, searches, takes away what dislikes are nearer to, and fills the
/// list. Safe to use from several threads.
/// </summary>
internal sealed class Recommender(
    IReadOnlyList<Image> images, NeighborIndex index, Func<int, float[]> embeddingOf, VariantGraph variants,
    Func<Confidence> confidence, Func<int, WantedColor, bool>? hasColor = null, ChoicesHalf? choices = null,
    ChoiceFactors? factors = null, NeighborIndex? people = null, Func<RecommendationOptions, IdSet?>? filter = null) : IDisposable
{
    /// <summary>
    /// Candidates that a search finds for every place of the list, to make up for what near-duplicates, variants, other tastes and dislikes
    /// take away.
    /// </summary>
    private const int CandidatesPerPlace = 10;

    /// <summary>The same where the list is one ranking, and dislikes take nothing away.</summary>
    private const int CandidatesPerRank = 4;

    private readonly Lazy<GallerySample> _sample = new(() => new GallerySample(index.Count, embeddingOf));
    private readonly Confidence? _choicesConfidence = choices is { Curves.Length: > 0 } ? Confidence.Read(choices.Curves) : null;

    /// <summary>Recommends.</summary>
    /// <param name="profile">What was chosen.</param>
    /// <param name="excluded">Groups of near-duplicates that must not be in the list.</param>
    /// <param name="excludedImages">Further images that must not be in it, by position.</param>
    /// <param name="options">What kind of list.</param>
    public RecommendationList Recommend(
        Profile profile, IReadOnlySet<int> excluded, IReadOnlySet<int> excludedImages, RecommendationOptions options)
    {
        var within = filter?.Invoke(options);
        bool MayFind(int id) => !excluded.Contains(variants.PhotographOf(id)) && !excludedImages.Contains(id)
            && (options.Color is not { } color || hasColor?.Invoke(id, color) == true);
        bool MayShow(int id) => within?.Contains(id) != false && MayFind(id);
        ImagesBehind Behind(int id)
        {
            var behind = variants.Behind(id, MayShow);
            return options.Variants == VariantPlaces.All ? behind with { Variants = [], Views = [] } : behind;
        }

        (profile, var tastes) = Heard(profile, options.Strategy);
        if (profile.Likes.Count == 0)
            return ColdStart.List(
                images, index, variants, MayShow, Behind, options, factors, embeddingOf);

        float[][] likes = [.. profile.Likes.Select(like => like.Image.Embedding)];
        float[][] dislikes = [.. profile.Dislikes.Select(dislike => dislike.Embedding)];
        var weights = Importance.Of(profile.Likes);
        TasteQuery[] queries = options.Strategy switch
        {
            Strategy.Average => [AverageStrategy.Plan(likes, weights, dislikes)],
            Strategy.Best => BestStrategy.Plan(likes),
            _ => tastes,
        };
        using var person = PersonChoices.Of(choices, profile, options.PeopleWeight);

        // Where choices lead, what looks like a dislike is often what people choose next: a dislike counts as the fit has found it to.
        var takesNothing = options.Strategy == Strategy.Average || person is { Leads: true };
        var disliked = new Dislikes(index, likes, takesNothing ? [] : dislikes, _sample);
        using var points = Points(queries, person);
        var list = Choose(queries, points, person, disliked, MayFind, within, options);

        // What scores say was found with what choices were found to count. Of other scores nothing is known.
        var sure = person switch
        {
            null => confidence(),
            { IsAsFound: true } => _choicesConfidence,
            _ => null,
        };
        return new ListWriter(images, index, sure, profile, weights, Behind, person, factors).Write(queries, points, disliked, list);
    }

    /// <summary>
    /// How well every image fits the tastes of a profile, for judging: its best score over their searches. Nothing is taken away for
    /// dislikes. For the cosine.
    /// </summary>
    /// <param name="profile">Somebody with likes.</param>
    /// <param name="peopleWeight">See <see cref="RecommendationOptions.PeopleWeight"/>.</param>
    public float[] Fits(Profile profile, double? peopleWeight)
    {
        var (heard, queries) = Heard(profile, Strategy.Tastes);
        using var person = PersonChoices.Of(choices, heard, peopleWeight);
        float[][] points =
        [
            .. queries.Select(query =>
            {
                var point = person?.Join(query.Point) ?? query.Point.ToArray();
                if (person is null)
                    VectorTable.Normalize(point);
                return point;
            }),
        ];
        var fits = new float[index.Count];
        for (var id = 0; id < fits.Length; id++)
        {
            fits[id] = float.NegativeInfinity;
            foreach (var point in points)
                fits[id] = Math.Max(fits[id], TensorPrimitives.Dot(point, index[id]));
            fits[id] /= index.Scale;
        }

        return fits;
    }

    /// <summary>The tastes of a profile: largest share first, muted ones last.</summary>
    public IReadOnlyList<Taste> Tastes(Profile profile) => ListWriter.Tastes(Plan(profile), profile.Likes);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_sample.IsValueCreated)
            _sample.Value.Dispose();
    }

    /// <summary>
    /// Takes muted tastes out of a profile with all their likes: a list is made as if those were not liked, but for what may not be in it.
    /// </summary>
    /// <returns>What is left of the profile, and its tastes where they have to be known.</returns>
    private (Profile Profile, TasteQuery[] Tastes) Heard(Profile profile, Strategy strategy)
    {
        if (strategy != Strategy.Tastes && !profile.KeptTastes.Any(taste => taste.IsMuted))
            return (profile, []);

        var tastes = Plan(profile);
        var muted = tastes.Where(taste => taste.IsMuted).SelectMany(taste => taste.Members).ToHashSet();
        if (muted.Count == 0)
            return (profile, tastes);

        int[] heard = [.. Enumerable.Range(0, profile.Likes.Count).Where(like => !muted.Contains(like))];
        int Position(int like) => Array.BinarySearch(heard, like);
        return (
            profile with { Likes = [.. heard.Select(like => profile.Likes[like])] },
            [
                .. tastes.Where(taste => !taste.IsMuted)
                    .Select(taste => taste with { Members = [.. taste.Members.Select(Position)], Medoid = Position(taste.Medoid) }),
            ]);
    }

    private TasteQuery[] Plan(Profile profile)
    {
        if (profile.Likes.Count == 0)
            return [];
        var kept = profile.KeptTastes.SelectMany(taste => taste.Likes, (taste, content) => (taste, content))
            .ToDictionary(pair => pair.content, pair => pair.taste);
        return TastesStrategy.Plan(
            [.. profile.Likes.Select(like => like.Image.Embedding)], Importance.Of(profile.Likes),
            [.. profile.Likes.Select(like => kept.GetValueOrDefault(like.Image.Content))], _sample.Value);
    }

    private IReadOnlyList<Candidate> Choose(
        TasteQuery[] queries, AlignedMatrix points, PersonChoices? person, Dislikes dislikes, Func<int, bool> mayFind, IdSet? within,
        RecommendationOptions options)
    {
        var searched = person is null ? index : people ?? index;
        var perPlace = person is { Leads: true } ? CandidatesPerRank : CandidatesPerPlace;
        for (var pool = Math.Max(20, perPlace * (long)options.Count); ; pool *= 4)
        {
            var wanted = (int)Math.Min(pool, index.Count);
            var found = searched.Search(points, wanted, mayFind, within);
            Candidate[][] candidates = [.. found.Select((neighbors, i) => Judge(neighbors, i, queries[i], person, dislikes))];
            var lanes = options.Strategy == Strategy.Best || person is { Leads: true }
                ? [Together(candidates)]
                : Lanes(queries, points, candidates);
            var places = new TakenPlaces(variants, options.Variants);
            var list = new ListSelection(index, embeddingOf, places, options.Diversity).Choose(lanes, options.Count);

            // Where near-duplicates, variants and dislikes have used up the candidates, there may be more to find.
            if (list.Count == options.Count || wanted == index.Count || found.All(neighbors => neighbors.Length < wanted))
                return list;
        }
    }

    /// <summary>What a search has found and dislikes leave, best first.</summary>
    private Candidate[] Judge(Neighbor[] found, int search, TasteQuery query, PersonChoices? person, Dislikes dislikes)
    {
        var point = query.Point.ToArray();
        if (index.Metric == Metric.Cosine)
            VectorTable.Normalize(point);
        var shared = dislikes.SharedWith(point);
        var (length, looks) = person is null ? (1, 1) : (person.Length, 1 - person.Weight);
        var candidates = new List<Candidate>(found.Length);
        foreach (var neighbor in found)
        {
            var fit = Closeness.Of(index, neighbor) * length;
            if (dislikes.Judge(neighbor.Id, query.Members, shared) is var (amount, dislike))
                candidates.Add(new Candidate(neighbor.Id, fit - (looks * amount), search, dislike, fit));
        }

        return [.. candidates.Order()];
    }

    /// <summary>One lane for each search.</summary>
    private static Lane[] Lanes(TasteQuery[] queries, AlignedMatrix points, Candidate[][] candidates)
    {
        var turns = Turns(points);
        return [.. queries.Select((query, i) => new Lane(query.Importance, turns[i], candidates[i]))];
    }

    /// <summary>One lane for all searches, in which an image stands where it fits best.</summary>
    private static Lane Together(Candidate[][] candidates) => new(
        1, Turn: 0,
        [.. candidates.SelectMany(found => found).GroupBy(found => found.Id).Select(image => image.MaxBy(found => found.Fit)).Order()]);

    /// <summary>
    /// The order in which searches have their first place in the list: the first search, then always the one that is farthest from those
    /// before. Where there are more searches than places, none of those left out is far from all that have one.
    /// </summary>
    private static int[] Turns(AlignedMatrix points)
    {
        var turns = new int[points.Rows];
        var distances = new float[points.Rows];
        Array.Fill(distances, float.PositiveInfinity);
        var next = 0;
        for (var turn = 0; turn < turns.Length; turn++)
        {
            turns[next] = turn;
            distances[next] = float.NegativeInfinity;
            for (var other = 0; other < turns.Length; other++)
                distances[other] = Math.Min(distances[other], TensorPrimitives.Distance(points[other], points[next]));
            next = Enumerable.Range(0, turns.Length).MaxBy(search => distances[search]);
        }

        return turns;
    }

    /// <summary>The points where the searches start, one a row. Searching brings them to length 1 where the metric is the cosine.</summary>
    private AlignedMatrix Points(TasteQuery[] queries, PersonChoices? person)
    {
        // Where looks do not count, all tastes ask the same.
        var points = new AlignedMatrix(index.Dimensions, queries.Length);
        foreach (var query in person is { Weight: 1 } ? queries[..1] : queries)
            points.Add(person?.Join(query.Point) ?? query.Point);
        return points;
    }
}
