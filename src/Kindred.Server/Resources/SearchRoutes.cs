using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Server.Documents;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Kindred.Server.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Resources;

/// <summary>What is most like a picture from anywhere. The picture is looked at and forgotten.</summary>
internal static class SearchRoutes
{
    /// <summary>What a form adds to the picture in it.</summary>
    private const int FormBytes = 64 << 10;

    public static void MapSearch(this IEndpointRouteBuilder api, ServerOptions options) =>
        api.MapPost("/search", SearchAsync)
            .WithTags("Search").WithName("search")
            .WithSummary("The pictures most similar to one that is sent, in the field image of a form.")
            .WithMetadata(new RequestSizeLimitAttribute(options.UploadBytes + FormBytes))
            .AddOpenApiOperationTransformer(UploadSchema.DescribeAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<Results<Ok<SearchResult>, ProblemHttpResult>> SearchAsync(
        HttpRequest request, GalleryLease lease, Library library, UploadReader uploads, ServerMetrics metrics, CancellationToken cancellationToken,
        [Range(1, Limits.Page)] int k = 20,
        [FromQuery, Description("Only pictures with one of these labels.")] string[]? label = null)
    {
        using var upload = await uploads.ReadAsync(request, cancellationToken);
        if (lease.Gallery is not { } gallery)
            return TypedResults.Ok(new SearchResult(new QueryDocument(upload.Name, null, upload.Width, upload.Height), [], []));

        using var _ = metrics.Measure("search");
        var query = await library.QueryAsync(gallery, upload.Name, upload.Picture, cancellationToken);
        return TypedResults.Ok(new SearchResult(
            new QueryDocument(upload.Name, null, upload.Width, upload.Height),
            [.. gallery.Similar(query, k, label).Select(scored => new SimilarDocument(scored, gallery.NeighborScores))],
            [.. gallery.CopiesOf(query).Select(image => image.Id.Value)]));
    }
}
