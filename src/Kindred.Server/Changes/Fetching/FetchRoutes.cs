using System.ComponentModel;
using Kindred.Attributes;
using Kindred.Images.Records;
using Kindred.Server.Api;
using Kindred.Server.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Changes.Fetching;

/// <summary>Fetches pictures from other servers into the gallery.</summary>
internal static class FetchRoutes
{
    private const string Address = "/fetches";

    /// <summary>Adds the routes to those that change the gallery.</summary>
    public static void MapFetches(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup(Address).WithTags("Images").AddEndpointFilter(ChangeRoutes.AllowedAsync).AddEndpointFilter(AllowedAsync);
        api.MapPost("", StartAsync).WithName("fetchImages").ProducesBodyProblems().ProducesProblem(StatusCodes.Status409Conflict)
            .WithMetadata(new RequestSizeLimitAttribute(Limits.FetchesBody))
            .WithSummary("Starts to fetch pictures from other servers into the gallery; look at the run until it is done.");
        api.MapGet("/{id}", Get).WithName("getFetchedImages").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The progress of the run, and what became of each picture.");
    }

    private static ValueTask<object?> AllowedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetService(typeof(FetchSources)) is FetchSources { Any: true }
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem(
                "This server does not fetch pictures; whoever runs it can allow that: kindred serve --allow-changes --fetch-from HOST",
                statusCode: StatusCodes.Status403Forbidden));

    private static async Task<Results<Accepted<FetchRunDocument>, ProblemHttpResult>> StartAsync(
        FetchRequest request, FetchRunner runner, FetchSources sources, PictureChanges changes, CancellationToken cancellationToken)
    {
        if (request.Images.Count is 0 or > Limits.Page)
            return Problems.BadRequest($"A request has 1 to {Limits.Page} images, not {request.Images.Count}.");
        var pictures = new List<(Uri Address, PictureChange Change)>();
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < request.Images.Count; i++)
        {
            if (request.Images[i] is not { } entry)
                return Problems.BadRequest($"images[{i}] is null. Nothing was changed.");
            try
            {
                var picture = Read(i, entry, sources);
                if (!seen.TryAdd(picture.Change.File ?? $"id:{picture.Change.OwnId}", i))
                {
                    var first = seen[picture.Change.File ?? $"id:{picture.Change.OwnId}"];
                    return Problems.BadRequest($"images[{i}] and images[{first}] are about the same picture. Nothing was changed.");
                }

                await changes.CheckAsync(picture.Change, cancellationToken);
                pictures.Add(picture);
            }
            catch (Exception exception) when (exception is RefusedRequestException or BrokenRecordException)
            {
                var end = exception.Message.EndsWith("Nothing was changed.", StringComparison.Ordinal) ? "" : " Nothing was changed.";
                return Problems.BadRequest($"images[{i}]: {exception.Message.TrimEnd('.')}.{end}");
            }
        }

        return runner.TryStart(pictures) is { } run
            ? TypedResults.Accepted($"/api{Address}/{run.Id}", run.Document(new Paging()))
            : Problems.Conflict("Other pictures are being fetched; send these when that is done.");
    }

    private static Results<Ok<FetchRunDocument>, ProblemHttpResult> Get(
        [Description("The run's id, from the answer that started it. The last 16 are remembered, until the server is stopped.")] string id,
        FetchRunner runner, [AsParameters] Paging page) =>
        runner.Find(id) is { } run
            ? TypedResults.Ok(run.Document(page))
            : Problems.NotFound($"There is no fetch run {id}, or it was too long ago.");

    private static (Uri Address, PictureChange Change) Read(int number, FetchEntry entry, FetchSources sources)
    {
        if (entry.Url.Length > Limits.Filter)
            throw ChangeFaults.BadRequest($"An address has at most {Limits.Filter} characters.");
        if (sources.Fault(entry.Url, out var address) is { } fault)
            throw ChangeFaults.BadRequest(fault);
        if (entry.OwnId is { } ownId && OwnId.Fault(ownId) is { } wrong)
            throw ChangeFaults.BadRequest(wrong);
        if (entry.Name is { } given && (string.IsNullOrWhiteSpace(given) || given.Length > OwnId.Longest))
            throw ChangeFaults.BadRequest($"A name has 1 to {OwnId.Longest} characters.");
        // Without a fault there is an address.
        var name = entry.Name ?? (entry.OwnId is null ? Uri.UnescapeDataString(address!.Segments[^1]) : null);
        var file = name is null ? null : PictureFileName.Bare(name);
        if (file is { Length: 0 })
            throw ChangeFaults.BadRequest("The address does not end with a name; give one, or an own id.");
        return (address!, new PictureChange(
            entry.OwnId is null ? entry.Name ?? entry.Url : $"id:{entry.OwnId}", Id: null, entry.OwnId, file,
            AttributeFields.Read(number, entry.Attributes)));
    }
}
