using Kindred.Images;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Similar;

/// <summary>
/// Takes the picture out of a form as it arrives: into pooled memory and never onto disk, where the framework's own forms put large files.
/// </summary>
internal static class UploadReader
{
    /// <summary>The form's field.</summary>
    public const string Field = "image";

    /// <summary>Bytes a request may have beyond its picture's: boundaries, headers and other fields.</summary>
    public const int Overhead = 64 << 10;

    // What RFC 2046 allows.
    private const int LongestBoundary = 70;

    /// <summary>Reads a form up to the end of its picture.</summary>
    /// <param name="request">The request; its body must not have been read.</param>
    /// <param name="byteLimit">Larger pictures are refused, from the request's header where it says its length.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="RefusedRequestException">It is no form (status 415), or a broken one, or one without the field (400).</exception>
    /// <exception cref="UnreadableImageException">The file has too many bytes, or none.</exception>
    public static async Task<UploadedPicture> ReadAsync(HttpRequest request, int byteLimit, CancellationToken cancellationToken)
    {
        var boundary = BoundaryOf(request);
        var mostBytes = (long)byteLimit + Overhead;
        if (request.ContentLength > mostBytes)
            throw new UnreadableImageException(ImageFault.TooLarge, $"more than the limit of {byteLimit >> 20} MiB");
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = mostBytes;

        try
        {
            var body = new RationedStream(request.Body, Overhead);
            var form = new MultipartReader(boundary, body);
            while (await form.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader() is { } field && field.IsFileDisposition() && NameOf(field.Name) == Field)
                {
                    body.Left = long.MaxValue; // From here on the picture's own limit counts.
                    var picture = await EncodedImage.ReadAsync(section.Body, byteLimit, cancellationToken: cancellationToken);
                    return new UploadedPicture(FileNameOf(field), picture);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new RefusedRequestException(
                "The form is broken, was cut off, or has too much before its picture.", StatusCodes.Status400BadRequest, exception);
        }

        throw new RefusedRequestException($"The form has no file in a field named \"{Field}\".", StatusCodes.Status400BadRequest);
    }

    /// <summary>What parts of a form are separated by.</summary>
    /// <exception cref="RefusedRequestException">It is no form (status 415), or a broken one (400).</exception>
    public static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(
                $"Send the picture as multipart/form-data, in a field named \"{Field}\".", StatusCodes.Status415UnsupportedMediaType);
        }

        return NameOf(type.Boundary) is { Length: > 0 and <= LongestBoundary } boundary
            ? boundary
            : throw new RefusedRequestException("The form's media type has no usable boundary.", StatusCodes.Status400BadRequest);
    }

    /// <summary>What a sender calls a file, without folders.</summary>
    public static string FileNameOf(ContentDispositionHeaderValue field)
    {
        var name = NameOf(field.FileNameStar.HasValue ? field.FileNameStar : field.FileName);
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } bare ? bare : Field;
    }

    /// <summary>A name without its quotes.</summary>
    public static string NameOf(Microsoft.Extensions.Primitives.StringSegment value) => HeaderUtilities.RemoveQuotes(value).ToString();
}
