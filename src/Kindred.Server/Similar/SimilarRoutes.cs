using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Galleries;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Kindred.Server.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Similar;

/// <summary>Finds what is most like a picture of the gallery.</summary>
internal static class SimilarRoutes
{
    public static void MapSimilar(this IEndpointRouteBuilder api) =>
        api.MapGet("/images/{id}/similar", Get).WithTags("Search").WithName("similar")
            .WithSummary("The pictures most similar to one, itself left out.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static Results<Ok<SimilarList>, ProblemHttpResult> Get(
        [Description(ImageRoutes.Naming)] string id, GalleryLease lease, ServerMetrics metrics,
        [FromQuery, Range(1, Limits.Page), Description("Length of the list.")] int limit = Limits.DefaultRanked,
        [Description("Only pictures with one of these labels.")] string[]? label = null,
        [Description("How many places pictures of one thing in several colors take: grouped (one) or all; grouped by default.")]
        Named<VariantPlaces>? variants = null,
        [FromQuery, Description(ColorQuery.Meaning)] string? color = null,
        [FromQuery, Range(0.0, 1.0), Description(ColorQuery.WeightMeaning)] double colorWeight = 0,
        [FromQuery, MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? where = null)
    {
        var (options, fault) = ColorQuery.Options(label, color, colorWeight, variants?.Value ?? default, where);
        if (options is null)
            return Problems.BadRequest(fault);
        if (lease.Find(id) is not { } image || lease.Gallery is not { } gallery)
            return Problems.NoSuchImage(id);

        using var _ = metrics.Measure("similar");
        var found = gallery.Similar(gallery.Query(image), limit, options);
        return TypedResults.Ok(new SimilarList(
            new QueryDocument(image.Path, new ImageDocument(image, lease), image.Width, image.Height),
            [.. found.Select(scored => new SimilarImageDocument(scored, lease))]));
    }
}
