using System.ComponentModel;
using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Layouts;
using Kindred.Server.Security;
using Kindred.Vision.Decoding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Images;

/// <summary>The pictures of the gallery, and their labels.</summary>
internal static class ImageRoutes
{
    private static readonly string[] PictureTypes = ["image/png", "image/webp", "image/gif", "image/tiff", "image/avif"];

    /// <summary>How a route names a picture.</summary>
    public const string Naming = "Its number, or id: and its own id (if several pictures have it, the first by path).";

    public static void MapImages(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("").WithTags("Images");
        api.MapGet("/images", List).WithName("listImages").WithSummary("Lists pictures, by path or in another order.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/images/sections", ListSections).WithName("listImageSections")
            .WithSummary("Where labels, first letters or months begin in the same list.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/images/{id}", Get).WithName("getImage").WithSummary("One picture.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/images/{id}/file", GetFileAsync).WithName("getImageFile").WithSummary("The picture's file as it is.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg", PictureTypes)
            .Produces<Stream>(StatusCodes.Status206PartialContent, "image/jpeg", PictureTypes)
            .Produces(StatusCodes.Status304NotModified).Produces(StatusCodes.Status416RangeNotSatisfiable)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status410Gone);
        api.MapMethods("/images/{id}/file", [HttpMethods.Head], GetFileAsync).ExcludeFromDescription();
        api.MapGet("/labels", ListLabels).WithName("listLabels").WithSummary("Lists labels by name, with their number of pictures.");
    }

    private static Results<Ok<ImageList>, Accepted<ComputingDocument>, ProblemHttpResult> List(
        GalleryLease gallery, LiveLayout layout, HttpContext context, [AsParameters] ImageListQuery query, [AsParameters] Paging page)
    {
        if (query.Fault() is { } fault)
            return Problems.BadRequest(fault);
        return query.Find(gallery, layout) is { } found
            ? TypedResults.Ok(new ImageList(
                found.Count, page.Offset, page.Limit, page.Of(found, image => new ImageDocument(image, gallery))))
            : LayoutRoutes.Computing(context);
    }

    private static Results<Ok<SectionList>, Accepted<ComputingDocument>, ProblemHttpResult> ListSections(
        GalleryLease gallery, LiveLayout layout, HttpContext context, [AsParameters] ImageListQuery query)
    {
        if (query.Fault() is { } fault)
            return Problems.BadRequest(fault);
        if (query.Find(gallery, layout) is not { } found)
            return LayoutRoutes.Computing(context);
        var sections = gallery.Orders.Recent.SectionsOf(found, query.Order);
        return TypedResults.Ok(new SectionList(found.Count, sections.Count, sections));
    }

    private static Results<Ok<ImageDocument>, ProblemHttpResult> Get(
        [Description(Naming)] string id, GalleryLease gallery) =>
        gallery.Find(id) is { } image ? TypedResults.Ok(new ImageDocument(image, gallery)) : Problems.NoSuchImage(id);

    private static Ok<LabelList> ListLabels(GalleryLease gallery, [AsParameters] Paging page)
    {
        LabelDocument[] labels =
        [
            .. gallery.Images.Where(image => image.Label is not null)
                .CountBy(image => image.Label!) // Those without one were left out.
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new LabelDocument(pair.Key, pair.Value)),
        ];
        return TypedResults.Ok(new LabelList(
            gallery.Images.Count, labels.Length, page.Offset, page.Limit, page.Of(labels, label => label)));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetFileAsync(
        [Description(Naming)] string id, GalleryLease gallery, PictureSources pictures, ImageDecoder decoder, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (gallery.Find(id) is not { } image)
            return Problems.NoSuchImage(id);
        try
        {
            using var file = await pictures.ReadAsync(image, cancellationToken);
            // Another file may have replaced the one that was indexed: it does not belong to the gallery before it is indexed too.
            if (ContentHash.Of(file.Bytes.Span) != image.Content)
                return Problems.Gone(id);
            context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
            context.Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.NothingButThePicture;
            return TypedResults.Bytes(
                file.Bytes.ToArray(), decoder.ReadHeader(file.Bytes.Span).MediaType, enableRangeProcessing: true,
                entityTag: new EntityTagHeaderValue($"\"{image.Content}\""));
        }
        catch (UnreadableImageException exception) when (exception.ImageFault != ImageFault.Unreachable)
        {
            return Problems.Gone(id);
        }
    }
}
