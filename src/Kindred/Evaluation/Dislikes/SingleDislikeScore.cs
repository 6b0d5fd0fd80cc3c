namespace Kindred.Evaluation.Dislikes;

/// <summary>
/// What one dislike within a liked kind changes in the lists of one strategy. Users like three of one label and two of another.
/// </summary>
/// <param name="Method">The strategy.</param>
/// <param name="Kept">One more image of the first label is disliked: the share of its places that the label keeps, at most 1.</param>
/// <param name="NearestBefore">Share of the ten images nearest to the disliked one that are in the list before.</param>
/// <param name="NearestAfter">The same after the dislike.</param>
/// <param name="LeftAlone">
/// Share of the list's images, of those at least as near to a like as to the disliked one, that are still in the list.
/// </param>
internal sealed record SingleDislikeScore(
    string Method, Estimate Kept, Estimate NearestBefore, Estimate NearestAfter, Estimate LeftAlone);
