using Kindred.Images;
using Kindred.Search;

namespace Kindred.Recommendations;

/// <summary>A picture to show somebody, and why.</summary>
public sealed record Recommendation
{
    /// <summary>Likes named in a reason; the rest are counted.</summary>
    private const int LikesNamed = 2;

    /// <summary>Looks that have less of a score than this have nothing of it: it would be written as 0 %.</summary>
    internal const double LeastLooks = 0.005;

    /// <summary>The picture.</summary>
    public required Image Image { get; init; }

    /// <summary>
    /// How well it fits, larger is better: its score (see <see cref="Search.Metric"/>) with the taste that recommends it, less what
    /// dislikes take off. 0 in a list for somebody who likes nothing yet.
    /// </summary>
    public required float Score { get; init; }

    /// <summary>
    /// How sure it is, from 0 to 1; see <see cref="ScoredImage"/>. Within a taste it never rises down the list. Where people's choices
    /// count, it is the share of pictures with such a score that somebody liked next, among as many of those as pictures drawn by chance.
    /// <see langword="null"/> where nothing is liked yet, and where <see cref="RecommendationOptions.PeopleWeight"/> makes scores that
    /// were never tried on the library's people: then nothing is sure.
    /// </summary>
    public required float? Confidence { get; init; }

    /// <summary>Position of its taste in the list's tastes; −1 where there is none.</summary>
    public required int Taste { get; init; }

    /// <summary>The likes that speak for it, most first; their shares sum to 1. Empty only where nothing is liked yet.</summary>
    public required IReadOnlyList<Influence> Because { get; init; }

    /// <summary>The part of its score that comes from people's choices, from 0 to 1; the rest comes from looks.</summary>
    public double PeopleShare => Because.Where(influence => influence.Source == InfluenceSource.People).Sum(influence => influence.Share);

    /// <summary>
    /// The likes that speak for it most, in a few words, such as <c>for sofa_1 60 %, chair_2 30 % and 3 more</c>, or, where people's
    /// choices count, <c>liked by 31 who like sofa_1 60 %, looks like chair_2 30 % and 3 more</c>; empty where nothing is liked yet.
    /// </summary>
    public string Why => Reasons(LikesNamed);

    /// <summary>
    /// The same thing in other colors or materials: one image for each, of near-duplicates the one to keep. By path, then folder; empty
    /// where every image has a place of its own. Without images that may not be in the list, such as those that were chosen.
    /// </summary>
    public IReadOnlyList<Image> Variants { get; init; } = [];

    /// <summary>Other images of the same photograph. As with <see cref="Variants"/>, but kept out of the list in any case.</summary>
    public IReadOnlyList<Image> NearDuplicates { get; init; } = [];

    /// <summary>Other photographs of the same product, one image of each. As with <see cref="Variants"/>.</summary>
    public IReadOnlyList<Image> Views { get; init; } = [];

    /// <summary>
    /// The direction that <see cref="LooksScore"/> is measured along; <see langword="null"/> where there is no taste, and where looks have
    /// no part in its score.
    /// </summary>
    internal float[]? Direction { get; init; }

    /// <summary>Whether looks have nothing to say of it.</summary>
    internal bool IsByPeopleAlone => PeopleShare > 1 - LeastLooks;

    /// <summary>The part of <see cref="Score"/> that looks have: all of it, where people's choices count nothing.</summary>
    internal float LooksScore { get; init; }

    /// <summary>As <see cref="Why"/>, with so many likes by name; the others are counted or left out.</summary>
    internal string Reasons(int likesNamed, bool countOthers = true)
    {
        if (Because.Count == 0)
            return "";
        var byLooksAlone = Because.All(influence => influence.Source == InfluenceSource.Looks);
        var named = Because.Take(likesNamed).Select(influence => Reason(influence, byLooksAlone));
        var others = Because.Count - likesNamed;
        return (byLooksAlone ? "for " : "") + string.Join(", ", named) + (countOthers && others > 0 ? $" and {others} more" : "");
    }

    /// <summary>Why one like speaks for it. Where looks are the only source, there is nothing to tell apart.</summary>
    private static string Reason(Influence influence, bool byLooksAlone)
    {
        var like = $"{Path.GetFileNameWithoutExtension(influence.Like.Name)} {influence.Share * 100:0} %";
        return influence switch
        {
            _ when byLooksAlone => like,
            { Source: InfluenceSource.Looks } => $"looks like {like}",
            { People: { } people } => $"liked by {people} who like {like}",
            _ => $"by people's choices near {like}",
        };
    }
}
