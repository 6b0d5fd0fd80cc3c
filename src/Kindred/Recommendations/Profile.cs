using Kindred.Images;

namespace Kindred.Recommendations;

/// <summary>What somebody chose so far. Nothing of it is recommended again, nor a near-copy of it.</summary>
public sealed record Profile
{
    /// <summary>What they like; may be empty, and then the list shows what there is.</summary>
    public IReadOnlyList<LikedImage> Likes { get; init; } = [];

    /// <summary>What they do not want to see the like of.</summary>
    public IReadOnlyList<ImageQuery> Dislikes { get; init; } = [];

    /// <summary>What they have seen already and said nothing about.</summary>
    public IReadOnlyCollection<ContentHash> Seen { get; init; } = [];

    /// <summary>Profile without weights and times.</summary>
    public static Profile Of(IEnumerable<ImageQuery> likes, IEnumerable<ImageQuery>? dislikes = null) => new()
    {
        Likes = [.. likes.Select(like => new LikedImage(like))],
        Dislikes = [.. dislikes ?? []],
    };
}
