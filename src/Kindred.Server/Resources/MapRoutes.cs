using Kindred.Server.Documents;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Resources;

/// <summary>The gallery in the plane, alike beside alike.</summary>
internal static class MapRoutes
{
    private const string SecondsToWait = "1";

    public static void MapGalleryMap(this IEndpointRouteBuilder api) =>
        api.MapGet("/map", Get).WithTags("Images").WithName("getMap")
            .WithSummary("Where every picture lies on the map of the gallery, from -1 to 1 in both directions.")
            .Produces(StatusCodes.Status304NotModified);

    private static Results<Ok<GalleryMapDocument>, Accepted<ComputingDocument>, StatusCodeHttpResult> Get(
        GalleryLease lease, LiveMap map, HttpContext context)
    {
        if (map.Find(lease) is not { } found)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = SecondsToWait;
            return TypedResults.Accepted("/api/map", new ComputingDocument("computing"));
        }

        // The server's start is part of the tag: numbers of snapshots begin anew with every one.
        var tag = new EntityTagHeaderValue($"\"{map.Session}-{lease.Number}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(new GalleryMapDocument(
            lease.Number, lease.Images.Count,
            [
                .. lease.Images.Select((image, i) => new PointDocument(
                    image.Id.Value, Rounded.Of(found.Positions[i].X), Rounded.Of(found.Positions[i].Y), image.Label, ImageDocument.ThumbnailOf(image))),
            ]));
    }
}
