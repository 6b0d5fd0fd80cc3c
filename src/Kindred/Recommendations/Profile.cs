using Kindred.Images;
using Kindred.Tastes;

namespace Kindred.Recommendations;

/// <summary>What somebody chose so far. Neither those pictures nor their near-duplicates are recommended again.</summary>
public sealed record Profile
{
    /// <summary>What they like; where this is empty, the list shows what the gallery has.</summary>
    public IReadOnlyList<LikedImage> Likes { get; init; } = [];

    /// <summary>What they dislike: similar pictures are pushed down the list.</summary>
    public IReadOnlyList<ImageQuery> Dislikes { get; init; } = [];

    /// <summary>What they have seen already and said nothing about.</summary>
    public IReadOnlyCollection<ContentHash> Seen { get; init; } = [];

    /// <summary>The tastes that they have set in some way. Likes that are in none of these are grouped with them.</summary>
    internal IReadOnlyList<KeptTaste> KeptTastes { get; init; } = [];

    /// <summary>Makes a profile without weights and times.</summary>
    public static Profile Of(IEnumerable<ImageQuery> likes, IEnumerable<ImageQuery>? dislikes = null) => new()
    {
        Likes = [.. likes.Select(like => new LikedImage(like))],
        Dislikes = [.. dislikes ?? []],
    };
}
