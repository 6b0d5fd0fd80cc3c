using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Layouts;

/// <summary>The layout of the gallery in the plane, where similar pictures lie together.</summary>
internal static class LayoutRoutes
{
    private const string Address = "/layout";
    private const string OlderAddress = "/map";
    private const string SecondsToWait = "1";

    public static void MapLayout(this IEndpointRouteBuilder api)
    {
        Map(api, Address).WithName("getLayout")
            .WithSummary("Where every picture lies in the layout of the gallery, from -1 to 1 in both directions.");
        Map(api, OlderAddress).WithName("getMap").Deprecated("/api" + Address);
    }

    /// <summary>Says that the layout is being computed, and when to ask again.</summary>
    public static Accepted<ComputingDocument> Computing(HttpContext context)
    {
        context.Response.Headers[HeaderNames.RetryAfter] = SecondsToWait;
        return TypedResults.Accepted(context.Request.Path, new ComputingDocument("computing"));
    }

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder api, string address) =>
        api.MapGet(address, Get).WithTags("Images").Produces(StatusCodes.Status304NotModified);

    private static Results<Ok<LayoutDocument>, Accepted<ComputingDocument>, StatusCodeHttpResult> Get(
        GalleryLease lease, LiveLayout live, HttpContext context)
    {
        if (live.Find(lease) is not { } layout)
            return Computing(context);

        // The server's start is part of the tag: numbers of snapshots begin anew with every one.
        var tag = new EntityTagHeaderValue($"\"{live.Session}-{lease.Number}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(new LayoutDocument(
            lease.Number, lease.Images.Count,
            [
                .. lease.Images.Zip(layout.Positions, (image, position) => new LayoutPointDocument(
                    image.Id.Value, Rounded.Of(position.X), Rounded.Of(position.Y), image.Label, ImageDocument.ThumbnailOf(image))),
            ]));
    }
}
