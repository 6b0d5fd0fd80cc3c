using Kindred.Tastes;

namespace Kindred.Recommendations;

/// <summary>How likes and dislikes become a list. All of them are exact, and none needs training.</summary>
public enum Strategy
{
    /// <summary>
    /// Likes are grouped into tastes, each of which searches on its own and gets its share of the list; dislikes push away what is
    /// nearer to them than to the taste. After PinnerSage (Pal et al. 2020, arXiv 2007.03634). One search a taste, and grouping is
    /// quadratic in the likes, of which the <see cref="TasteGrouping.MostLikes"/> that weigh most take part. The default: right for
    /// whoever likes more than one kind of thing.
    /// </summary>
    Tastes,

    /// <summary>
    /// A picture scores by the like it is nearest to, pulled down by the dislike it is nearest to (maximum similarity, as in
    /// k-nearest-neighbor recommendation with one neighbor; Sarwar et al. 2001). One search a like. Prefer it to stay close to single
    /// pictures, such as "more of exactly these".
    /// </summary>
    Best,

    /// <summary>
    /// One search, from <c>2·mean(likes) − mean(dislikes)</c>: relevance feedback (Rocchio 1971) with equal weights. Prefer it where all
    /// likes are of one kind, and as the baseline others are measured against.
    /// </summary>
    Average,
}
