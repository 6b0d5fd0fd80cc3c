using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.NearDuplicates;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Similar;

/// <summary>Finds what words describe.</summary>
internal static class WordsRoutes
{
    public static void MapWords(this IEndpointRouteBuilder api)
    {
        api.MapGet("/search", SearchAsync).WithTags("Search").WithName("searchByWords")
            .WithSummary("The pictures that words describe, nearest first, where the library's model knows words.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        api.MapGet("/search/words", Get).WithTags("Search").WithName("getWords")
            .WithSummary("Whether the library's model knows words, so that it can be searched by them.");
    }

    private static async Task<Results<Ok<WordsList>, ProblemHttpResult>> SearchAsync(
        [Description("What the pictures show, such as red sofa."), MaxLength(Limits.Text)] string text,
        GalleryLease lease, ServerMetrics metrics, CancellationToken cancellationToken,
        [FromQuery, Range(1, Limits.Page), Description("Length of the list.")] int limit = Limits.DefaultRanked,
        [Description("Only pictures with one of these labels.")] string[]? label = null,
        [Description("How many places pictures of one thing in several colors take: grouped (one) or all; grouped by default.")]
        Named<VariantPlaces>? variants = null,
        [FromQuery, Description(ColorQuery.Meaning)] string? color = null,
        [FromQuery, MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? where = null)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Problems.BadRequest("text must say what the pictures show, such as red sofa.");
        var (options, fault) = ColorQuery.Options(label, color, weight: 0, variants?.Value ?? default, where);
        if (options is null)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery)
            return TypedResults.Ok(new WordsList(text, []));

        using var _ = metrics.Measure("words");
        var found = await gallery.SearchByWordsAsync(text, limit, options, cancellationToken);
        return TypedResults.Ok(new WordsList(text, [.. found.Select(scored => new WordsImageDocument(scored, lease))]));
    }

    private static Ok<WordsDocument> Get(GalleryLease lease) => TypedResults.Ok(new WordsDocument(lease.Gallery is { HasWords: true }));
}
