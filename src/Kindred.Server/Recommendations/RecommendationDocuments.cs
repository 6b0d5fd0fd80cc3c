using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Images;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;

namespace Kindred.Server.Recommendations;

/// <summary>A picture to recommend, and why.</summary>
internal sealed record RecommendationDocument : ImageDocument
{
    [JsonConstructor]
    public RecommendationDocument()
    {
    }

    [SetsRequiredMembers]
    public RecommendationDocument(Recommendation item, HeatMap? heatMap, GalleryLease lease)
        : base(item.Image, lease)
    {
        Score = Rounded.Of(item.Score);
        Confidence = item.Confidence is { } confidence ? Rounded.Of(confidence) : null;
        Because = [.. item.Because.Select(influence => new InfluenceDocument(influence))];
        Taste = item.Taste < 0 ? null : item.Taste;
        PeopleShare = Rounded.Of(item.PeopleShare);
        Why = item.Why;
        HeatMap = heatMap is null ? null : HeatMapDocument.Rows(heatMap);
        Map = HeatMap;
        Variants = Of(item.Variants, lease);
        NearDuplicates = Of(item.NearDuplicates, lease);
        Views = Of(item.Views, lease);
    }

    /// <summary>How well it fits; larger is better.</summary>
    public required double Score { get; init; }

    /// <summary>How sure it is, from 0 to 1; none where nothing is liked yet, or people count otherwise than was found.</summary>
    public required double? Confidence { get; init; }

    /// <summary>The likes that speak for it, most first; their shares sum to 1.</summary>
    public required IReadOnlyList<InfluenceDocument> Because { get; init; }

    /// <summary>Position in the list's tastes.</summary>
    public required int? Taste { get; init; }

    /// <summary>The part of its score that comes from people's choices, from 0 to 1; the rest comes from looks.</summary>
    public required double PeopleShare { get; init; }

    /// <summary>The same in a few words.</summary>
    public required string Why { get; init; }

    /// <summary>
    /// Where in the picture the looks' part of its score comes from, if that was asked for: rows from the top, cells from the left. None
    /// where it is there by people's choices alone.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<double>>? HeatMap { get; init; }

    /// <summary>The older name of heatMap.</summary>
    public required IReadOnlyList<IReadOnlyList<double>>? Map { get; init; }

    /// <summary>What stands behind it of the same thing in other colors or materials, one picture for each.</summary>
    public required IReadOnlyList<ImageDocument> Variants { get; init; }

    /// <summary>What stands behind it of the same photograph.</summary>
    public required IReadOnlyList<ImageDocument> NearDuplicates { get; init; }

    /// <summary>What stands behind it of the same product, one picture of each other photograph.</summary>
    public required IReadOnlyList<ImageDocument> Views { get; init; }
}

/// <summary>A picture that somebody chose. It may have left the gallery since.</summary>
internal record ChosenDocument
{
    [JsonConstructor]
    public ChosenDocument()
    {
    }

    [SetsRequiredMembers]
    public ChosenDocument(ImageQuery chosen)
    {
        Id = chosen.Image?.Id.Value;
        Content = chosen.Content.ToString();
        Path = chosen.Name;
        Thumbnail = chosen.Image is { } image ? ImageDocument.ThumbnailOf(image) : null;
    }

    public required long? Id { get; init; }

    /// <summary>The SHA-256 of its file.</summary>
    public required string Content { get; init; }

    public required string Path { get; init; }

    public required string? Thumbnail { get; init; }
}

/// <summary>A like's part in a recommendation; shares sum to 1.</summary>
internal sealed record InfluenceDocument : ChosenDocument
{
    [JsonConstructor]
    public InfluenceDocument()
    {
    }

    [SetsRequiredMembers]
    public InfluenceDocument(Influence influence)
        : base(influence.Like)
    {
        Share = Rounded.Of(influence.Share);
        Source = influence.Source;
        People = influence.People;
    }

    public required double Share { get; init; }

    /// <summary>Why the like speaks for the picture: they look alike, or people who like the one like the other.</summary>
    public required InfluenceSource Source { get; init; }

    /// <summary>How many people like both; none where that was not counted, and where they are fewer than five.</summary>
    public required int? People { get; init; }
}

/// <summary>Likes that belong together.</summary>
/// <param name="Key">What addresses it: its number, or the SHA-256 of one of its likes.</param>
/// <param name="Id">Its number, where the user has set something of it.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Weight">How much it counts beside the others, from 0.1 to 10.</param>
/// <param name="Muted">Whether nothing is recommended for it.</param>
/// <param name="Medoid">The like in its middle.</param>
/// <param name="Share">Its part of a list.</param>
/// <param name="Likes">All of its likes, oldest first.</param>
internal sealed record TasteDocument(
    string Key, long? Id, string? Name, double Weight, bool Muted, ChosenDocument Medoid, double Share, IReadOnlyList<ChosenDocument> Likes)
{
    public static TasteDocument Of(Taste taste) => new(
        taste.Key, taste.Id, taste.Name, taste.Weight, taste.IsMuted, new ChosenDocument(taste.Medoid), Rounded.Of(taste.Share),
        [.. taste.Likes.Select(like => new ChosenDocument(like))]);
}

/// <summary>What a list shows somebody who likes nothing yet.</summary>
internal enum ListStart
{
    Varied,
    Popular,
}

/// <summary>A list of recommendations.</summary>
/// <param name="User">The user.</param>
/// <param name="Likes">Number of likes it is made from.</param>
/// <param name="Dislikes">Number of dislikes.</param>
/// <param name="PeopleWeight">What people's choices count beside looks, from 0 to 1; none where nothing is liked yet.</param>
/// <param name="Start">What it shows where nothing is liked yet: what is popular now, or what the gallery has; else none.</param>
/// <param name="Tastes">The tastes it is made for.</param>
/// <param name="Items">The pictures.</param>
internal sealed record RecommendationDocuments(
    string? User, int Likes, int Dislikes, double? PeopleWeight, ListStart? Start, IReadOnlyList<TasteDocument> Tastes,
    IReadOnlyList<RecommendationDocument> Items)
{
    /// <summary>What a gallery without pictures recommends.</summary>
    public static RecommendationDocuments Nothing(string? user) => new(user, 0, 0, PeopleWeight: null, ListStart.Varied, [], []);

    public static RecommendationDocuments Of(
        string? user, Profile profile, RecommendationList list, IReadOnlyList<HeatMap?>? heatMaps, GalleryLease lease) => new(
        user, profile.Likes.Count, profile.Dislikes.Count,
        list.PeopleWeight is { } weight ? Rounded.Of(weight) : null,
        list switch
        {
            { PeopleWeight: not null } => null,
            { IsPopular: true } => ListStart.Popular,
            _ => ListStart.Varied,
        },
        [.. list.Tastes.Select(TasteDocument.Of)],
        [.. list.Items.Select((item, i) => new RecommendationDocument(item, heatMaps?[i], lease))]);
}

/// <summary>What to recommend from. Pictures are named by their ids, or by own ids as "id:SKU".</summary>
/// <param name="Positive">Pictures that were chosen.</param>
/// <param name="Negative">Pictures to keep away from.</param>
/// <param name="Limit">Length of the list.</param>
/// <param name="Diversity">How much variety counts against relevance, from 0 to 1.</param>
/// <param name="Strategy">How choices become a list.</param>
/// <param name="Label">Only pictures with one of these labels: one, several, or all pictures.</param>
/// <param name="Variants">How many places pictures of one thing in several colors take.</param>
/// <param name="HeatMaps">Whether to find out where in each picture its score comes from, which embeds every one of them again.</param>
/// <param name="Maps">The older name of heatMaps.</param>
/// <param name="Color">Only pictures of things of this color: a name, or #rrggbb.</param>
/// <param name="People">
/// How much people's choices count beside looks, from 0 to 1; by default as much as the library's histories have shown.
/// </param>
/// <param name="Where">
/// Only pictures that match this filter: its text, such as "price &lt; 300 and inStock", or its JSON, such as {"inStock": true}.
/// </param>
internal sealed record RecommendationRequest(
    [property: JsonConverter(typeof(PictureNames))] IReadOnlyList<string>? Positive = null,
    [property: JsonConverter(typeof(PictureNames))] IReadOnlyList<string>? Negative = null,
    int Limit = Limits.DefaultRanked, double Diversity = 0, Strategy Strategy = Strategy.Tastes,
    [property: JsonConverter(typeof(OneOrMany))] IReadOnlyList<string>? Label = null,
    VariantPlaces Variants = VariantPlaces.Grouped, bool HeatMaps = false, bool Maps = false,
    string? Color = null, double? People = null, JsonElement? Where = null);
