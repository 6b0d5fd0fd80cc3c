using System.Text.Json.Serialization;
using Kindred.Images;

namespace Kindred.Evaluation.Mixed;

/// <summary>A made-up user whose list misses a kind they like.</summary>
/// <param name="Space">What the list was made in, as in <see cref="MixedScore"/>.</param>
/// <param name="Kinds">The labels they like.</param>
/// <param name="Missing">Those of them that the list has nothing of.</param>
/// <param name="Likes">What they like, kind by kind.</param>
/// <param name="Recommended">Their list, best first.</param>
internal sealed record MixedMiss(
    string Space, IReadOnlyList<string> Kinds, IReadOnlyList<string> Missing,
    [property: JsonIgnore] IReadOnlyList<Image> Likes, [property: JsonIgnore] IReadOnlyList<Image> Recommended)
{
    /// <summary>Paths of what they like.</summary>
    public IReadOnlyList<string> LikedPaths => [.. Likes.Select(image => image.Path)];

    /// <summary>Paths of their list.</summary>
    public IReadOnlyList<string> RecommendedPaths => [.. Recommended.Select(image => image.Path)];
}
