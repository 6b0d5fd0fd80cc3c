using System.Text.Json;
using Kindred.Attributes;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.NearDuplicates;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Recommendations;

/// <summary>Recommendations from choices that the caller knows.</summary>
internal static class RecommendationRoutes
{
    public static void MapRecommendations(this IEndpointRouteBuilder api) =>
        api.MapPost("/recommendations", RecommendAsync)
            .WithTags("Recommendations").WithName("recommend")
            .WithSummary("Recommends pictures from the likes and dislikes in the request; nothing is remembered.")
            .ProducesBodyProblems();

    private static async Task<Results<Ok<RecommendationDocuments>, ProblemHttpResult>> RecommendAsync(
        RecommendationRequest request, GalleryLease lease, Library library, ServerMetrics metrics, CancellationToken cancellationToken)
    {
        var query = new ListQuery(
            request.Limit, request.Diversity, new Named<Strategy>(request.Strategy), [.. request.Label ?? []],
            new Named<VariantPlaces>(request.Variants), request.Color, request.People)
        {
            Filter = request.Where is { ValueKind: not JsonValueKind.Null } where ? AttributeFilter.Parse(where) : null,
        };
        var (positive, negative) = (request.Positive ?? [], request.Negative ?? []);
        if ((query.Fault(request.HeatMaps || request.Maps) ?? Fault(positive, negative, lease)) is { } fault)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery)
            return TypedResults.Ok(RecommendationDocuments.Nothing(user: null));

        IEnumerable<ImageQuery> Queries(IEnumerable<string> names) =>
            names.Select(name => lease.Find(name)!).DistinctBy(image => image.Id).Select(gallery.Query); // Fault has looked them all up.
        var profile = Profile.Of(Queries(positive), Queries(negative));
        RecommendationList list;
        using (metrics.Measure("recommend"))
            list = gallery.Recommend(profile, query.ToOptions());
        var heatMaps = request.HeatMaps || request.Maps ? await gallery.ExplainAsync(list, cancellationToken) : null;
        return TypedResults.Ok(RecommendationDocuments.Of(user: null, profile, list, heatMaps, lease));
    }

    private static string? Fault(IReadOnlyList<string> positive, IReadOnlyList<string> negative, GalleryLease lease)
    {
        if (positive.Count + negative.Count > Limits.Chosen)
            return $"At most {Limits.Chosen} pictures can be recommended from at once.";
        if (positive.Concat(negative).FirstOrDefault(name => lease.Find(name) is null) is { } unknown)
            return $"The gallery has no picture {unknown}.";
        var liked = positive.Select(name => lease.Find(name)?.Id).ToHashSet();
        return negative.Any(name => liked.Contains(lease.Find(name)?.Id))
            ? "A picture is both positive and negative; name it in one of them."
            : null;
    }
}
