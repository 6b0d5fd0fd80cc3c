using System.Reflection;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.IndexRuns;
using Kindred.Spaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Status;

/// <summary>The library at a glance.</summary>
internal static class StatusRoutes
{
    private static readonly string Version = typeof(StatusRoutes).Assembly.GetName().Version?.ToString(3) ?? "";

    public static void MapStatus(this IEndpointRouteBuilder api)
    {
        api = api.MapGroup("").WithTags("Library");
        api.MapGet("/status", GetAsync).WithName("getStatus")
            .WithSummary("What is in the library, how it is searched, and how good that is.");
        api.MapGet("/failures", ListFailuresAsync).WithName("listFailures").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Files that could not become pictures of the library, with reasons, by path.");
    }

    private static async Task<Ok<LibraryStatusDocument>> GetAsync(
        Library library, LiveGallery gallery, IndexRunner runs, ServerOptions options, IServiceProvider services,
        CancellationToken cancellationToken)
    {
        var cluster = services.GetService<ClusterReader>();
        using var lease = gallery.Acquire();
        var status = await library.ReadStatusAsync(lease.Gallery, cancellationToken);
        return TypedResults.Ok(new LibraryStatusDocument(
            Version, status.Location, status.Size, status.Folders, status.Images, status.Labels.Count, status.Failures.Count,
            status.Stamp is { } stamp
                ? new LibraryStampDocument(stamp.Model, stamp.Weights, stamp.Head, stamp.Input, stamp.Metric.ToString(), stamp.Dimensions)
                : null,
            new LibrarySpaceDocument(
                status.Space, status.WantedSpace, status.SpaceVersion, status.SpaceFittedOn, status.SpaceDimensions,
                status.SpaceGain is { } gain
                    ? new GainDocument(Rounded.Of(gain.Visual), Rounded.Of(gain.Learned), gain.Labels, gain.Tastes)
                    : null),
            new SearchDocument(status.Search, status.WantedSearch, gallery.AwaitsGraph, status.Vectors),
            ChoicesDocument.Of(status.Choices), runs.Current, options.Watch,
            status.Evaluation is { } evaluation
                ? new LastEvaluationDocument(
                    evaluation.Time, evaluation.Images, evaluation.Space, evaluation.Figures, status.IsEvaluationCurrent)
                : null,
            status.Damage.Pages, new LimitsDocument(options.UploadBytes, options.UploadPixels),
            cluster is null ? null : await cluster(cancellationToken)));
    }

    private static async Task<Ok<FailureList>> ListFailuresAsync(
        Library library, [AsParameters] Paging page, CancellationToken cancellationToken)
    {
        var failures = await library.ReadFailuresAsync(cancellationToken);
        return TypedResults.Ok(new FailureList(
            failures.Count, page.Offset, page.Limit,
            page.Of(failures, failure => new FailureDocument(failure.Path, failure.Folder, failure.Reason))));
    }
}
