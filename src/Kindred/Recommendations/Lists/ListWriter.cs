using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations.Strategies;
using Kindred.Search;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Recommendations.Lists;

/// <summary>Makes the list of what was chosen, with reasons.</summary>
internal sealed class ListWriter(
    IReadOnlyList<Image> images, NeighborIndex index, Confidence confidence, Profile profile, IReadOnlyList<double> weights,
    Func<int, ImagesBehind> behind)
{
    /// <summary>Makes the list.</summary>
    /// <param name="queries">The searches.</param>
    /// <param name="points">The points that the searches started from.</param>
    /// <param name="dislikes">What dislikes did.</param>
    /// <param name="list">What was chosen.</param>
    public RecommendationList Write(TasteQuery[] queries, AlignedMatrix points, Dislikes dislikes, IReadOnlyList<Candidate> list)
    {
        return new RecommendationList(Tastes(queries, profile.Likes),
        [
            .. list.Select(candidate =>
            {
                var members = queries[candidate.Query].Members;
                float[] closeness =
                [
                    .. members.Select(like => Closeness.Between(index, candidate.Id, profile.Likes[like].Image.Embedding)),
                ];
                var (variants, nearDuplicates) = behind(candidate.Id);
                return new Recommendation
                {
                    Image = images[candidate.Id],
                    Score = candidate.Score,
                    Confidence = confidence.Of(candidate.Score, members.Length),
                    Taste = candidate.Query,
                    Because = Because(members, closeness),
                    Variants = variants,
                    NearDuplicates = nearDuplicates,
                    Direction = dislikes.Direction(points[candidate.Query], candidate.Dislike),
                };
            }),
        ]);
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
    /// A taste searches from the mean of its likes, so each like adds its weight times its own closeness to a score. Likes that point
    /// away have no share; where all do, the nearest stands for them.
    /// </summary>
    private Influence[] Because(int[] members, float[] closeness)
    {
        double[] parts = [.. members.Select((like, i) => weights[like] * Math.Max(0, closeness[i]))];
        var sum = parts.Sum();
        if (sum <= 0)
            return [new Influence(profile.Likes[members[Array.IndexOf(closeness, closeness.Max())]].Image, 1)];
        return
        [
            .. members.Select((like, i) => (Like: like, Share: parts[i] / sum))
                .Where(part => part.Share > 0)
                .OrderByDescending(part => part.Share).ThenBy(part => part.Like)
                .Select(part => new Influence(profile.Likes[part.Like].Image, part.Share)),
        ];
    }
}
