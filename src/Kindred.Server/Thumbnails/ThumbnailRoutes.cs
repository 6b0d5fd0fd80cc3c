using System.ComponentModel;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Thumbnails;

/// <summary>Small versions of the gallery's pictures.</summary>
internal static class ThumbnailRoutes
{
    private const int DefaultSize = 320;
    private const string Address = "/images/{id}/thumbnail";

    private static readonly int[] Sizes = [160, DefaultSize, 640];

    public static void MapThumbnails(this IEndpointRouteBuilder api)
    {
        api.MapGet(Address, GetAsync).WithTags("Images").WithName("getThumbnail")
            .WithSummary("The picture made small, as a JPEG.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/jpeg").Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        api.MapMethods(Address, [HttpMethods.Head], GetAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> GetAsync(
        [Description(ImageRoutes.Naming)] string id, GalleryLease gallery, ThumbnailCache thumbnails, HttpContext context,
        CancellationToken cancellationToken,
        [Description("Pixels of the longer side at most: 160, 320 or 640.")] int size = DefaultSize,
        [Description("The content's version, from the picture's own address of its thumbnail: with it the answer may be kept for good.")]
        string? v = null)
    {
        if (!Sizes.Contains(size))
            return Problems.BadRequest($"size must be one of {string.Join(", ", Sizes)}, not {size}.");
        if (gallery.Find(id) is not { } image)
            return Problems.NoSuchImage(id);

        var version = ImageDocument.Version(image);
        var tag = new EntityTagHeaderValue($"\"{version}-{size}\"");
        context.Response.Headers[HeaderNames.CacheControl] = v == version ? "private, max-age=31536000, immutable" : "private, no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.GetTypedHeaders().ETag = tag;
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        try
        {
            return TypedResults.Bytes(await thumbnails.GetAsync(image, size, cancellationToken), "image/jpeg", entityTag: tag);
        }
        catch (UnreadableImageException exception)
        {
            context.Response.Headers[HeaderNames.CacheControl] = "no-store";
            if (exception.ImageFault == ImageFault.Unreachable)
                throw;
            return Problems.Gone(id);
        }
    }
}
