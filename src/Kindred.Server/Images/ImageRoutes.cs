using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Layouts;
using Kindred.Server.Security;
using Kindred.Server.Similar;
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
    private const string SortMeaning =
        "path (default), name (img_2 before img_10), newest, oldest, largest or smallest (files), or similarity (similar pictures stand "
        + "together; 202 while that is being computed).";

    private static readonly string[] PictureTypes = ["image/png", "image/webp", "image/gif", "image/tiff", "image/avif"];

    /// <summary>How a route names a picture.</summary>
    public const string Naming = "Its number, or its own id behind id: (of several pictures of one product, the first by path).";

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
        GalleryLease gallery, LiveLayout layout, HttpContext context,
        [Description("Only pictures with one of these labels.")] string[]? label = null,
        [Description("Part of the path, in capitals or not."), MaxLength(Limits.Text)] string? q = null,
        [Description(ColorQuery.Meaning)] string? color = null,
        [MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? where = null,
        [MaxLength(Limits.Text), Description("Only pictures with exactly this own id: those of one product.")] string? ownId = null,
        [Description(SortMeaning)] Named<ImageSort>? sort = null,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, Limits.Page)] int limit = 100)
    {
        if (ColorQuery.Fault(color) is { } fault)
            return Problems.BadRequest(fault);
        if (InOrder(gallery, layout, sort) is not { } ordered)
            return LayoutRoutes.Computing(context);
        var found = new ImageFilter(label, q, color, where, ownId).Of(ordered, gallery);
        return TypedResults.Ok(new ImageList(
            found.Count, offset, [.. found.Skip(offset).Take(limit).Select(image => new ImageDocument(image, gallery))]));
    }

    private static Results<Ok<SectionList>, Accepted<ComputingDocument>, ProblemHttpResult> ListSections(
        GalleryLease gallery, LiveLayout layout, HttpContext context,
        [Description("Only pictures with one of these labels.")] string[]? label = null,
        [Description("Part of the path, in capitals or not."), MaxLength(Limits.Text)] string? q = null,
        [Description(ColorQuery.Meaning)] string? color = null,
        [MaxLength(Limits.Filter), Description(FilterQuery.Meaning)] string? where = null,
        [MaxLength(Limits.Text), Description("Only pictures with exactly this own id: those of one product.")] string? ownId = null,
        [Description(SortMeaning)] Named<ImageSort>? sort = null)
    {
        if (ColorQuery.Fault(color) is { } fault)
            return Problems.BadRequest(fault);
        if (InOrder(gallery, layout, sort) is not { } ordered)
            return LayoutRoutes.Computing(context);
        var found = new ImageFilter(label, q, color, where, ownId).Of(ordered, gallery);
        return TypedResults.Ok(new SectionList(found.Count, gallery.Orders.Recent.SectionsOf(found, sort?.Value ?? default)));
    }

    /// <summary>All pictures in an order; <see langword="null"/> while the layout that it takes is being computed.</summary>
    private static IReadOnlyList<Image>? InOrder(GalleryLease gallery, LiveLayout live, Named<ImageSort>? sort)
    {
        if (sort?.Value is not ImageSort.Similarity)
            return gallery.Orders.In(sort?.Value ?? default);
        return live.Find(gallery) is { } layout ? gallery.Orders.In(ImageSort.Similarity, layout) : null;
    }

    private static Results<Ok<ImageDocument>, ProblemHttpResult> Get(
        [Description(Naming)] string id, GalleryLease gallery) =>
        gallery.Find(id) is { } image ? TypedResults.Ok(new ImageDocument(image, gallery)) : Problems.NoSuchImage(id);

    private static Ok<LabelList> ListLabels(GalleryLease gallery) => TypedResults.Ok(new LabelList(
    gallery.Images.Count,
    [
        .. gallery.Images.Where(image => image.Label is not null)
            .CountBy(image => image.Label!) // Those without one were left out.
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new LabelDocument(pair.Key, pair.Value)),
    ]));

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetFileAsync(
        [Description(Naming)] string id, GalleryLease gallery, ImageDecoder decoder, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (gallery.Find(id) is not { } image)
            return Problems.NoSuchImage(id);
        try
        {
            using var file = await EncodedImage.ReadAsync(image.File, cancellationToken: cancellationToken);
            // Another file may have replaced the one that was indexed: it does not belong to the gallery before it is indexed too.
            if (ContentHash.Of(file.Bytes.Span) != image.Content)
                return Problems.Gone(id);
            context.Response.Headers[HeaderNames.CacheControl] = "private, no-cache";
            context.Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.NothingButThePicture;
            return TypedResults.Bytes(
                file.Bytes.ToArray(), decoder.ReadHeader(file.Bytes.Span).MediaType, enableRangeProcessing: true,
                entityTag: new EntityTagHeaderValue($"\"{image.Content}\""));
        }
        catch (UnreadableImageException)
        {
            return Problems.Gone(id);
        }
    }
}
