using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Galleries;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Similar;

/// <summary>Finds what is most like a picture that is sent. The picture is not kept.</summary>
internal static class SearchRoutes
{
    public static void MapSearch(this IEndpointRouteBuilder api, ServerOptions options) =>
        api.MapPost("/search", SearchAsync)
            .WithTags("Search").WithName("search")
            .WithSummary("The pictures most similar to one that is sent, in the field image of a form.")
            .WithMetadata(new RequestSizeLimitAttribute(options.UploadBytes + (long)UploadReader.Overhead))
            .AddOpenApiOperationTransformer(UploadSchema.DescribeAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<SearchResult>, ProblemHttpResult>> SearchAsync(
        HttpRequest request, GalleryLease lease, UploadGate gate, ServerMetrics metrics, CancellationToken cancellationToken,
        [FromQuery, Range(1, Limits.Page), Description("Length of the list.")] int limit = Limits.DefaultRanked,
        [FromQuery, Description("Only pictures with one of these labels.")] string[]? label = null,
        [FromQuery, Description("How many places pictures of one thing in several colors take: grouped (one) or all; grouped by default.")]
        Named<VariantPlaces>? variants = null,
        [FromQuery, Description(ColorQuery.Meaning)] string? color = null,
        [FromQuery, Range(0.0, 1.0), Description(ColorQuery.WeightMeaning)] double colorWeight = 0,
        [FromQuery, MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? where = null)
    {
        var (options, fault) = ColorQuery.Options(label, color, colorWeight, variants?.Value ?? default, where);
        if (options is null)
            return Problems.BadRequest(fault);
        using var place = await gate.EnterAsync(request.HttpContext, cancellationToken);
        var (name, picture) = await gate.ReadAsync(request, cancellationToken);
        if (lease.Gallery is not { } gallery)
        {
            picture.Dispose();
            return TypedResults.Ok(new SearchResult(new QueryDocument(name, null, null, null), [], [], []));
        }

        using var _ = metrics.Measure("search");
        var query = await gallery.QueryAsync(name, picture, cancellationToken);
        long[] nearDuplicates = [.. gallery.NearDuplicatesOf(query).Select(image => image.Id.Value)];
        return TypedResults.Ok(new SearchResult(
            new QueryDocument(name, null, query.Width, query.Height),
            [.. gallery.Similar(query, limit, options).Select(scored => new SimilarImageDocument(scored, lease))],
            nearDuplicates, nearDuplicates));
    }
}
