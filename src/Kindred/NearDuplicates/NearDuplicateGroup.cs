namespace Kindred.NearDuplicates;

/// <summary>Images that show the same photograph.</summary>
/// <param name="Images">At least two, the one to keep first: larger in pixels, then in bytes, then first by name.</param>
/// <param name="Reason">Why that one, in a few words.</param>
public sealed record NearDuplicateGroup(IReadOnlyList<NearDuplicateImage> Images, KeepReason Reason)
{
    /// <summary>Whether all of them are the same file byte for byte.</summary>
    public bool IsIdentical => Images.All(image => image.Relation != NearDuplicateRelation.NearDuplicate);
}
