using Kindred.Search;

namespace Kindred.Images;

/// <summary>An image found for a query or recommended for likes.</summary>
/// <param name="Image">The image.</param>
/// <param name="Distance">How far from the query, in the library's metric and space; smaller is nearer.</param>
/// <param name="Score">The same as a score; larger is nearer. See <see cref="Search.Metric"/>.</param>
/// <param name="Confidence">
/// How sure the score is, from 0 to 1: of pictures with such a score, the share that belongs with the query, where labels or likes have
/// taught the library what belongs together; otherwise the share of pictures whose tenth neighbor is farther. It never rises down a list.
/// <see cref="float.NaN"/> where the query is words, whose scores nobody has calibrated.
/// </param>
public sealed record ScoredImage(Image Image, float Distance, float Score, float Confidence)
{
    /// <summary>Whether it is a variant of the picture that was asked about: the same thing in another color or material.</summary>
    public bool IsVariant { get; init; }

    /// <summary>
    /// What stands behind it of the same thing in other colors or materials: one image for each, of near-duplicates the one to keep. By
    /// path, then folder; empty where every image has a place of its own. Without images that the search leaves out, such as the picture
    /// that was asked about.
    /// </summary>
    public IReadOnlyList<Image> Variants { get; init; } = [];

    /// <summary>What stands behind it of the same photograph. As with <see cref="Variants"/>.</summary>
    public IReadOnlyList<Image> NearDuplicates { get; init; } = [];

    /// <summary>What stands behind it of the same product, one image of each other photograph. As with <see cref="Variants"/>.</summary>
    public IReadOnlyList<Image> Views { get; init; } = [];
}
