namespace Kindred.Recommendations;

/// <summary>How likes and dislikes become a list. All of them are exact, and none needs training.</summary>
public enum Strategy
{
    /// <summary>
    /// Likes are grouped into tastes by what is near in the gallery. Each taste searches on its own, has one place of the list before any
    /// has its second, and then its share. A dislike takes away what is nearer to it than to any like. After PinnerSage (Pal et al. 2020,
    /// arXiv 2007.03634). One search a taste, and grouping is quadratic in the likes, of which the 2,000 that weigh most take part. The
    /// default: right for whoever likes more than one kind of thing.
    /// </summary>
    Tastes,

    /// <summary>
    /// A picture scores by the like it is nearest to, and is left out where it is nearer to a dislike (maximum similarity, as in
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
