using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Attributes;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Similar;
using Microsoft.AspNetCore.Mvc;

namespace Kindred.Server.Recommendations;

/// <summary>What kind of list a user is to get.</summary>
internal sealed record ListQuery(
    [property: FromQuery(Name = "limit"), Range(1, Limits.Page), Description("Length of the list.")] int Limit = Limits.DefaultRanked,
    [property: FromQuery(Name = "diversity"), Range(0.0, 1.0), Description("How much variety counts against relevance.")]
    double Diversity = 0,
    [property: FromQuery(Name = "strategy"), Description("How likes become a list: tastes, best or average; tastes by default.")]
    Named<Strategy>? Strategy = null,
    [property: FromQuery(Name = "label"), Description("Only pictures with one of these labels.")] string[]? Label = null,
    [property: FromQuery(Name = "variants")]
    [property: Description("How many places pictures of one thing in several colors take: grouped (one) or all; grouped by default.")]
    Named<VariantPlaces>? Variants = null,
    [property: FromQuery(Name = "color"), Description(ColorQuery.Meaning)] string? Color = null,
    [property: FromQuery(Name = "people"), Range(0.0, 1.0)]
    [property: Description("How much people's choices count beside looks; by default as much as the library's histories have shown.")]
    double? People = null,
    [property: FromQuery(Name = "where"), MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? Where = null)
{
    /// <summary>A filter that was read already, in place of the text of one.</summary>
    internal AttributeFilter? Filter { get; init; }

    /// <summary>What is wrong with it; <see langword="null"/> where nothing is.</summary>
    /// <param name="heatMaps">Whether heat maps are asked for, for which lists must be shorter.</param>
    public string? Fault(bool heatMaps = false) => this switch
    {
        { Limit: > Limits.HeatMaps } when heatMaps => $"With heat maps, limit must be at most {Limits.HeatMaps}, not {Limit}.",
        { Limit: < 1 or > Limits.Page } => $"limit must be from 1 to {Limits.Page}, not {Limit}.",
        { Diversity: not (>= 0 and <= 1) } => $"diversity must be from 0 to 1, not {Diversity}.",
        { People: not (null or (>= 0 and <= 1)) } => $"people must be from 0 to 1, not {People}.",
        _ => ColorQuery.Fault(Color),
    };

    public RecommendationOptions ToOptions() => new()
    {
        Count = Limit,
        Diversity = Diversity,
        Strategy = Strategy?.Value ?? default,
        Labels = Label ?? [],
        Variants = Variants?.Value ?? default,
        Where = Filter ?? FilterQuery.Read(Where),
        Color = ColorQuery.Read(Color),
        PeopleWeight = People,
    };
}
