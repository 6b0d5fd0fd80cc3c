using Kindred.Choices;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Recommendations.Lists;

/// <summary>Makes the list of what was chosen, with reasons.</summary>
internal sealed class ListWriter(
    IReadOnlyList<Image> images, NeighborIndex index, Confidence? confidence, Profile profile, IReadOnlyList<double> weights,
    Func<int, ImagesBehind> behind, PersonChoices? person, ChoiceFactors? factors)
{
    /// <summary>Reasons of a picture for which people are counted.</summary>
    private const int ReasonsCounted = 3;

    /// <summary>Makes the list.</summary>
    /// <param name="queries">The searches.</param>
    /// <param name="points">The points that the searches started from.</param>
    /// <param name="dislikes">What dislikes did.</param>
    /// <param name="list">What was chosen.</param>
    public RecommendationList Write(TasteQuery[] queries, AlignedMatrix points, Dislikes dislikes, IReadOnlyList<Candidate> list)
    {
        var tasteOf = new int[profile.Likes.Count];
        foreach (var (taste, query) in queries.Index())
        {
            foreach (var member in query.Members)
                tasteOf[member] = taste;
        }

        return new RecommendationList(Tastes(queries, profile.Likes),
        [
            .. list.Select(candidate =>
            {
                var query = queries[candidate.Query];
                var reasons = Reasons(query, candidate.Id);
                var (variants, nearDuplicates, views) = behind(candidate.Id);
                return new Recommendation
                {
                    Image = images[candidate.Id],
                    Score = candidate.Score,
                    Confidence = confidence?.Of(candidate.Score, person is null ? query.Members.Length : profile.Likes.Count),
                    Taste = person is { Leads: true } ? MostSpeaking(reasons, tasteOf, queries.Length) : candidate.Query,
                    Because = [.. reasons.Select((reason, place) => InfluenceOf(reason, place, images[candidate.Id]))],
                    Variants = variants,
                    NearDuplicates = nearDuplicates,
                    Views = views,
                    Direction = DirectionOf(candidate, reasons, points, dislikes),
                    LooksScore = candidate.Score - (person?.ScoreOf(index[candidate.Id]) ?? 0),
                };
            }),
        ])
        {
            PeopleWeight = person?.Weight ?? 0,
        };
    }

    /// <summary>The tastes that searches are made for, in their order.</summary>
    public static IReadOnlyList<Taste> Tastes(IReadOnlyList<TasteQuery> queries, IReadOnlyList<LikedImage> likes)
    {
        var total = queries.Where(query => !query.IsMuted).Sum(query => query.Importance);
        return
        [
            .. queries.Select(query => new Taste(
                likes[query.Medoid].Image, [.. query.Members.Select(member => likes[member].Image)],
                query.IsMuted ? 0 : query.Importance / total)
            {
                Id = query.Kept?.Id,
                Name = query.Kept?.Name,
                Weight = query.Kept?.Weight ?? 1,
                IsMuted = query.IsMuted,
            }),
        ];
    }

    /// <summary>
    /// The direction that the looks' part of a score is measured along; <see langword="null"/> where looks hardly speak for the picture.
    /// </summary>
    private float[]? DirectionOf(Candidate candidate, Reason[] reasons, AlignedMatrix points, Dislikes dislikes)
    {
        if (person is null)
            return dislikes.Direction(points[candidate.Query], candidate.Dislike, weight: 1);
        return reasons.Where(reason => reason.Source == InfluenceSource.Looks).Sum(reason => reason.Share) >= Recommendation.LeastLooks
            ? dislikes.Direction(person.LooksOf(points[candidate.Query]), candidate.Dislike, 1 - person.Weight)
            : null;
    }

    private Influence InfluenceOf(Reason reason, int place, Image image)
    {
        var like = profile.Likes[reason.Like].Image;
        var people = factors is not null && reason.Source == InfluenceSource.People && place < ReasonsCounted
            ? factors.PeopleWhoLikeBoth(like.Content, image.Content)
            : 0;
        return new Influence(like, reason.Share, reason.Source) { People = people >= ChoiceFactors.FewestPeople ? people : null };
    }

    /// <summary>The taste whose likes speak most for a picture.</summary>
    private static int MostSpeaking(Reason[] reasons, int[] tasteOf, int tastes)
    {
        var shares = new double[tastes];
        foreach (var reason in reasons)
            shares[tasteOf[reason.Like]] += reason.Share;
        return Array.IndexOf(shares, shares.Max());
    }

    /// <summary>
    /// A taste searches from the mean of its likes, so each like adds its weight times its own closeness to a score by looks. What people
    /// chose together adds a part for each like of any taste. Likes that point away have no share; where all do, the nearest stands for
    /// them.
    /// </summary>
    private Reason[] Reasons(TasteQuery query, int image)
    {
        float[] closeness =
        [
            .. query.Members.Select(like => Closeness.Between(index, image, profile.Likes[like].Image.Embedding)),
        ];
        double[] looks = [.. query.Members.Select((like, i) => weights[like] * Math.Max(0, closeness[i]))];
        var scale = person is null ? 1 : person.LooksScore(index, image, query.Point) / Math.Max(looks.Sum(), double.Epsilon);
        var parts = query.Members.Select((like, i) => new Reason(like, looks[i] * scale, InfluenceSource.Looks));
        if (person is not null)
        {
            var people = person.SharesOf(index[image], profile.Likes.Count);
            parts = parts.Concat(people.Select((share, like) => new Reason(like, Math.Max(0, share), InfluenceSource.People)));
        }

        Reason[] speaking = [.. parts.Where(part => part.Share > 0).OrderByDescending(part => part.Share).ThenBy(part => part.Like)];
        var sum = speaking.Sum(part => part.Share);
        return sum > 0
            ? [.. speaking.Select(part => part with { Share = part.Share / sum })]
            : [new Reason(query.Members[Array.IndexOf(closeness, closeness.Max())], 1, InfluenceSource.Looks)];
    }

    private readonly record struct Reason(int Like, double Share, InfluenceSource Source);
}
