using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Kindred.Attributes.Records;
using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Server.Api;
using Kindred.Server.Attributes;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Kindred.Server.Similar;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Changes;

/// <summary>Puts pictures into the gallery and takes them out, where whoever runs the server allows it.</summary>
internal static class ChangeRoutes
{
    private const string Naming =
        "Its number, or id: and its own id, which may be new. If several pictures have that own id, none of them is replaced.";

    private const string NamingAll = "Its number, or id: and its own id, which means all pictures that have it.";

    /// <summary>Segments of an address before the picture: <c>/api/images</c>.</summary>
    private const int SegmentsBefore = 2;

    public static void MapChanges(this IEndpointRouteBuilder api, ServerOptions options)
    {
        api = api.MapGroup("/images").WithTags("Images").AddEndpointFilter(AllowedAsync);
        api.MapPut("/{id}", PutAsync).WithName("putImage")
            .WithSummary("Adds a picture to the gallery or replaces it. Sending the same again changes nothing.")
            .WithMetadata(new RequestSizeLimitAttribute(options.UploadBytes + (2L * UploadReader.Overhead)))
            .AddOpenApiOperationTransformer(ChangeSchemas.DescribeOneAsync).ProducesPictureProblems();
        api.MapPost("", PostAsync).WithName("addImages")
            .WithSummary("Adds the pictures of a form to the gallery under their files' names, and replaces those that have these names.")
            .WithMetadata(new RequestSizeLimitAttribute(Limits.PicturesOfAForm * (long)options.UploadBytes))
            .AddOpenApiOperationTransformer(ChangeSchemas.DescribeSeveralAsync).ProducesPictureProblems();
        api.MapDelete("/{id}", DeleteAsync).WithName("removeImages")
            .WithSummary("Takes pictures out of the gallery. Their files are kept beside the library.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static RouteHandlerBuilder ProducesPictureProblems(this RouteHandlerBuilder route) =>
        route.ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status408RequestTimeout)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>Refuses every change where none is allowed.</summary>
    public static ValueTask<object?> AllowedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetService(typeof(ServerOptions)) is ServerOptions { AllowChanges: true }
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem(
                "This server does not allow changes to the gallery; whoever runs it can allow them: kindred serve --allow-changes",
                statusCode: StatusCodes.Status403Forbidden));

    private static async Task<Results<Created<ImageChangeDocument>, Ok<ImageChangeDocument>, ProblemHttpResult>> PutAsync(
        [Description(Naming)] string id, HttpContext context, UploadGate gate, ChangedFiles files, PictureChanges changes,
        ServerOptions options, CancellationToken cancellationToken)
    {
        var change = Named(context, id);
        PlacedPicture placed;
        using (await gate.EnterAsync(context, cancellationToken))
        {
            var (picture, attributes) = await ReadAsync(context.Request, options, cancellationToken);
            change = change with { Attributes = attributes };
            try
            {
                await changes.CheckAsync(change, cancellationToken);
            }
            catch
            {
                picture.Dispose();
                throw;
            }

            placed = await files.PutAsync(change, picture, cancellationToken);
        }

        // From here on nothing is stopped by a client that goes away: the file is there, and what was said of it belongs to it.
        var done = (await changes.FinishAsync([placed], CancellationToken.None))[0];
        GalleryHeader.Add(context);
        return done.Outcome switch
        {
            ChangeOutcome.Refused => TypedResults.Problem(done.Detail, statusCode: done.Status),
            ChangeOutcome.Created => TypedResults.Created($"/api/images/{done.Image?.Id}", done),
            _ => TypedResults.Ok(done),
        };
    }

    private static async Task<Ok<ImageChangeList>> PostAsync(
        HttpContext context, UploadGate gate, ChangedFiles files, PictureChanges changes, ServerOptions options,
        CancellationToken cancellationToken)
    {
        var results = new List<ImageChangeDocument?>();
        var placed = new List<(int Number, PlacedPicture Picture)>();
        try
        {
            using var turn = await gate.EnterAsync(context, cancellationToken);
            await foreach (var part in FormPart.ReadAllAsync(context.Request, options.UploadBytes, cancellationToken))
            {
                results.Add(null);
                try
                {
                    placed.Add((results.Count - 1, await PlaceAsync(part, files, cancellationToken)));
                }
                catch (Exception exception) when (
                    part.Field == UploadReader.Field && ImageChangeDocument.Refused(part.FileName, exception) is { } refused)
                {
                    results[^1] = refused;
                }
            }
        }
        catch when (placed.Count > 0)
        {
            // What is in the gallery's folder by now is the gallery's, with its own ids and attributes, whatever became of the rest.
            await changes.FinishAsync([.. placed.Select(one => one.Picture)], CancellationToken.None);
            throw;
        }

        if (results.Count == 0)
            throw ChangeFaults.BadRequest($"The form has no file in a field named \"{UploadReader.Field}\".");
        var done = await changes.FinishAsync([.. placed.Select(one => one.Picture)], CancellationToken.None);
        foreach (var (index, one) in placed.Index())
            results[one.Number] = done[index];
        GalleryHeader.Add(context);
        return TypedResults.Ok(new ImageChangeList(results.Count, [.. results.OfType<ImageChangeDocument>()]));
    }

    private static async Task<Ok<ImageChangeList>> DeleteAsync(
        [Description(NamingAll)] string id, HttpContext context, LiveGallery live, PictureChanges changes,
        CancellationToken cancellationToken)
    {
        var change = Named(context, id);
        (Image Image, ImageDocument Shown)[] pictures;
        using (var gallery = live.Acquire())
        {
            IReadOnlyList<Image> found = change.Id is { } number
                ? gallery.Find(number.Value) is { } image ? [image] : []
                : gallery.Gallery?.FindByOwnId(change.OwnId!) ?? []; // What has no number has an own id.
            pictures = [.. found.Select(one => (one, new ImageDocument(one, gallery)))];
        }

        if (pictures.Length == 0)
            throw ChangeFaults.NotFound($"The gallery has no picture {change.Name}.");
        var removed = await changes.RemoveAsync(pictures, cancellationToken);
        GalleryHeader.Add(context);
        return TypedResults.Ok(new ImageChangeList(removed.Count, removed));
    }

    private static async Task<PlacedPicture> PlaceAsync(FormPart part, ChangedFiles files, CancellationToken cancellationToken)
    {
        if (part.Field != UploadReader.Field)
        {
            part.Picture?.Dispose();
            throw ChangeFaults.BadRequest(AllowedNames.Describe("field", part.Field, [UploadReader.Field]));
        }

        if (part.Fault is { } fault)
            throw fault;
        if (part.Picture is not { } picture)
            throw ChangeFaults.BadRequest($"The field {UploadReader.Field} has to be a file.");
        var name = PictureFileName.Bare(part.FileName);
        return await files.PutAsync(
            new PictureChange(part.FileName, Id: null, OwnId: null, name.Length > 0 ? name : part.FileName, []), picture,
            cancellationToken);
    }

    /// <summary>Reads one picture out of a body that is the picture, or a form with it and what is said of it.</summary>
    private static async Task<(EncodedImage Picture, IReadOnlyList<AttributeField> Attributes)> ReadAsync(
        HttpRequest request, ServerOptions options, CancellationToken cancellationToken)
    {
        var type = request.ContentType ?? "";
        if (type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase))
        {
            return (await UploadGate.ReadAsync(
                request, stop => EncodedImage.ReadAsync(request.Body, options.UploadBytes, cancellationToken: stop).AsTask(),
                cancellationToken), []);
        }

        if (!type.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedRequestException(
                $"Send the picture as image/jpeg or what else it is, or as multipart/form-data in a field named \"{UploadReader.Field}\".",
                StatusCodes.Status415UnsupportedMediaType);
        }

        EncodedImage? picture = null;
        IReadOnlyList<AttributeField> attributes = [];
        try
        {
            await foreach (var part in FormPart.ReadAllAsync(request, options.UploadBytes, cancellationToken))
            {
                switch (part)
                {
                    case { Fault: { } fault }:
                        throw fault;
                    case { Field: UploadReader.Field, Picture: { } sent } when picture is null:
                        picture = sent;
                        break;
                    case { Field: "attributes", Text: { } text }:
                        attributes = ReadAttributes(text);
                        break;
                    default:
                        part.Picture?.Dispose();
                        throw ChangeFaults.BadRequest(part.Field is UploadReader.Field or "attributes"
                            ? $"{UploadReader.Field} has to be one file, and attributes a text."
                            : AllowedNames.Describe("field", part.Field, ["attributes", UploadReader.Field]));
                }
            }

            if (picture is null)
                throw ChangeFaults.BadRequest($"The form has no file in a field named \"{UploadReader.Field}\".");
            return (picture, attributes);
        }
        catch
        {
            picture?.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<AttributeField> ReadAttributes(string text)
    {
        try
        {
            var values = JsonSerializer.Deserialize(text, ServerJson.Default.IReadOnlyDictionaryStringJsonElement);
            return AttributeFields.Read(0, values);
        }
        catch (JsonException exception)
        {
            throw new RefusedRequestException(
                "attributes has to be a JSON object of values by names.", StatusCodes.Status400BadRequest, exception);
        }
        catch (BrokenRecordException exception)
        {
            throw ChangeFaults.BadRequest($"attributes: {exception.Message}. Nothing was changed.");
        }
    }

    /// <summary>The picture that an address names.</summary>
    private static PictureChange Named(HttpContext context, string id)
    {
        var name = AddressSegment.Read(context, "id", SegmentsBefore) ?? id;
        if (name.StartsWith(ImageNames.OwnIdPrefix, StringComparison.Ordinal))
        {
            var ownId = name[ImageNames.OwnIdPrefix.Length..];
            return Kindred.Attributes.OwnId.Fault(ownId) is { } fault
                ? throw ChangeFaults.BadRequest($"{char.ToUpperInvariant(fault[0])}{fault[1..]}.")
                : new PictureChange(name, Id: null, ownId, File: null, []);
        }

        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new PictureChange(name, new ImageId(number), OwnId: null, File: null, [])
            : throw ChangeFaults.NotFound($"The gallery has no picture {name}.");
    }
}
