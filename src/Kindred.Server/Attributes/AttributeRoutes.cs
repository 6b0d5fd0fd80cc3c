using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Kindred.Attributes;
using Kindred.Attributes.Columns;
using Kindred.Attributes.Records;
using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Attributes;

/// <summary>What a shop says of its pictures: own ids, and attributes such as price and stock.</summary>
internal static class AttributeRoutes
{
    /// <summary>Unknown pictures that the detail of a problem names; its list of them has all.</summary>
    private const int MostNamed = 5;

    public static void MapAttributes(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("/attributes").WithTags("Attributes");
        api.MapGet("", List).WithName("listAttributes").WithSummary("Lists the attributes that pictures may have.");
        api.MapGet("/{name}/values", ListValues).WithName("listAttributeValues").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lists the values that pictures have of an attribute, the most frequent first; of numbers the range.");
    }

    public static void MapAttributeBatches(this IEndpointRouteBuilder api) => api.MapPost("/attributes", PostAsync)
        .WithTags("Attributes").WithName("setAttributes").ProducesBodyProblems().ProducesProblem(StatusCodes.Status404NotFound)
        .WithMetadata(new RequestSizeLimitAttribute(Limits.AttributesBody))
        .WithSummary("Sets own ids and attributes of many pictures: all of it or none. Requests from then on see it.");

    private static Ok<AttributeList> List(GalleryLease lease, [AsParameters] Paging page)
    {
        var attributes = Documents(lease.Gallery?.AttributeSchema.Definitions ?? []);
        return TypedResults.Ok(new AttributeList(
            attributes.Length, page.Offset, page.Limit, page.Of(attributes, attribute => attribute)));
    }

    private static Results<Ok<AttributeValueList>, ProblemHttpResult> ListValues(
        [Description("The attribute's name, in any case; id for own ids.")] string name, GalleryLease lease,
        [AsParameters] Paging page,
        [Description("Part of the value, in any case."), MaxLength(Limits.Text)] string? q = null)
    {
        if (lease.Gallery?.Attributes.Find(name) is not var (definition, column))
            return Problems.NotFound($"There is no attribute {name}.");
        var range = (column as NumberColumn)?.Range;
        var found = string.IsNullOrEmpty(q)
            ? column.TextCounts
            : [.. column.TextCounts.Where(one => one.Text.Contains(q, StringComparison.OrdinalIgnoreCase))];
        return TypedResults.Ok(new AttributeValueList(
            definition.Name, definition.Type, range?.Least, range?.Most, found.Count, page.Offset, page.Limit,
            page.Of(found, one => new AttributeValueDocument(one.Text, one.Images))));
    }

    private static async Task<Results<Ok<AttributesReportDocument>, ProblemHttpResult>> PostAsync(
        AttributesRequest request, GalleryLease lease, LiveGallery live, CancellationToken cancellationToken)
    {
        if (request.Attributes.Count > Limits.Attributes)
            return Problems.BadRequest($"A request has at most {Limits.Attributes} entries, not {request.Attributes.Count}.");
        try
        {
            var records = Records(request.Attributes);
            var targets = new RecordTargets(
                picture => FindAll(picture, lease),
                ownId => [.. (lease.Gallery?.FindByOwnId(ownId) ?? []).Select(image => image.Id)]);
            var report = await live.SetAttributesAsync(records, targets, cancellationToken);
            var (added, updated, unchanged) = report.Written;
            return TypedResults.Ok(new AttributesReportDocument(added, updated, unchanged, Documents(report.Added)));
        }
        catch (BrokenRecordException exception)
        {
            return Problems.BadRequest($"attributes[{exception.Number}]: {exception.Message}. Nothing was changed.");
        }
        catch (UnknownPicturesException exception)
        {
            var named = exception.Pictures.Zip(exception.Numbers).Take(MostNamed)
                .Select(picture => $"{picture.First} (attributes[{picture.Second}])");
            var more = exception.Pictures.Count > MostNamed ? ", …" : "";
            return TypedResults.Problem(
                $"The gallery has no picture {string.Join(", ", named)}{more}. Nothing was changed.",
                statusCode: StatusCodes.Status404NotFound,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["unknown"] = exception.Pictures.ToArray() });
        }
    }

    private static List<AttributeRecord> Records(IReadOnlyList<AttributesEntry> entries)
    {
        var records = new List<AttributeRecord>(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not { } entry)
                throw new BrokenRecordException(i, "it is null");
            records.Add(new AttributeRecord(i, entry.Picture, entry.OwnId, AttributeFields.Read(i, entry.Values)));
        }

        return records;
    }

    private static IReadOnlyList<ImageId> FindAll(string picture, GalleryLease lease)
    {
        if (lease.Gallery is not { } gallery)
            return [];
        if (ContentHash.TryParse(picture, out var content))
            return [.. gallery.Names.FindAllByContent(content).Select(image => image.Id)];
        return (lease.Find(picture) ?? gallery.Names.FindByPath(picture)) is { } image ? [image.Id] : [];
    }

    private static AttributeDocument[] Documents(IReadOnlyList<AttributeDefinition> definitions) =>
        [.. definitions.Select(definition => new AttributeDocument(definition.Name, definition.Type))];
}
