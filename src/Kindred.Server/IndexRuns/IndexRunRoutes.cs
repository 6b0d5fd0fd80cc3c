using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Kindred.Libraries;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.IndexRuns;

/// <summary>Brings the library up to date with its folders, and reports the progress.</summary>
internal static class IndexRunRoutes
{
    public static void MapIndexRuns(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("").WithTags("Library");
        api.MapPost("/index", StartAsync).WithName("startIndexRun").ProducesBodyProblems().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Starts to bring the library up to date with its folders.");
        api.MapGet("/index", (IndexRunner runs) => TypedResults.Ok(runs.Current)).WithName("getIndexRun")
            .WithSummary("How the last index run stands.");
        api.MapDelete("/index", Stop).WithName("stopIndexRun").ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Stops the index run; what was done is kept.");
        api.MapGet("/index/events", Follow).WithName("followIndexRun")
            .WithSummary(
                "Follows the index run: events named progress while it is under way, then one named done. The data of each is an IndexRun.")
            .Produces<IndexRunDocument>(StatusCodes.Status200OK, "text/event-stream");
    }

    private static async Task<Results<Accepted<IndexRunDocument>, ProblemHttpResult>> StartAsync(
        Library library, IndexRunner runs, CancellationToken cancellationToken, IndexRequest? request = null)
    {
        // Only folders that the library already has: clients must not get at the rest of the disk.
        var folders = await library.ReadFoldersAsync(cancellationToken);
        if (request?.Folder is { } folder)
        {
            if (!folders.Contains(folder, StringComparer.Ordinal))
            {
                return Problems.BadRequest(
                    "The library has no such folder; its folders are in /api/status, and only whoever runs the server can add one.");
            }

            folders = [folder];
        }

        if (folders.Count == 0)
            return Problems.Conflict("The library has no folder yet; whoever runs the server can add one.");
        return runs.TryStart(folders) is not null
            ? TypedResults.Accepted("/api/index", runs.Current)
            : Problems.Conflict("The library is being indexed already; follow it at /api/index/events.");
    }

    private static Results<Accepted<IndexRunDocument>, ProblemHttpResult> Stop(IndexRunner runs) => runs.TryStop()
        ? TypedResults.Accepted("/api/index", runs.Current)
        : Problems.Conflict("The library is not being indexed.");

    private static ServerSentEventsResult<IndexRunDocument> Follow(IndexRunner runs, CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(EventsAsync(runs, cancellationToken));

    private static async IAsyncEnumerable<SseItem<IndexRunDocument>> EventsAsync(
        IndexRunner runs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var run in runs.FollowAsync(cancellationToken))
            yield return new SseItem<IndexRunDocument>(run, run.State == IndexState.Running ? "progress" : "done");
    }
}
