using System.ComponentModel;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Recommendations;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.Images;
using Kindred.Server.Observability;
using Kindred.Server.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Recommendations;

/// <summary>Recommendations from what the library remembers of a user.</summary>
internal static class UserRecommendationRoutes
{
    public static void MapUserRecommendations(this IEndpointRouteBuilder api)
    {
        var user = api.MapGroup("/users/{user}/recommendations").WithTags("Users").AddEndpointFilter(UserNameReader.ReadAsync)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        user.MapGet("", RecommendAsync).WithName("recommendToUser")
            .WithSummary("Recommends pictures to a user, never what they chose already nor a near-duplicate of it.");
        MapHeatMap(user, "/{id}/heat-map").WithName("getHeatMap")
            .WithSummary("Where in a recommended picture its score comes from. Takes the same parameters as the list.");
        MapHeatMap(user, "/{id}/map").WithName("explainRecommendation")
            .Deprecated("/api/users/{user}/recommendations/{id}/heat-map");
    }

    private static RouteHandlerBuilder MapHeatMap(IEndpointRouteBuilder user, string address) =>
        user.MapGet(address, ExplainAsync).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<RecommendationDocuments>, ProblemHttpResult>> RecommendAsync(
        string user, [AsParameters] ListQuery query, GalleryLease lease, Library library, ServerMetrics metrics,
        CancellationToken cancellationToken,
        [Description("Whether to find out where in each picture its score comes from, which embeds every one of them again.")]
        bool heatMaps = false,
        [Description("The older name of heatMaps.")] bool maps = false)
    {
        heatMaps |= maps;
        if (query.Fault(heatMaps) is { } fault)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery)
            return TypedResults.Ok(RecommendationDocuments.Nothing(user.Trim()));
        var (profile, list) = await MakeListAsync(user, query, gallery, library, metrics, cancellationToken);
        return TypedResults.Ok(RecommendationDocuments.Of(
            user.Trim(), profile, list, heatMaps ? await gallery.ExplainAsync(list, cancellationToken) : null, lease));
    }

    private static async Task<Results<Ok<HeatMapDocument>, ProblemHttpResult>> ExplainAsync(
        string user, [Description(ImageRoutes.Naming)] string id, [AsParameters] ListQuery query, GalleryLease lease, Library library,
        ServerMetrics metrics, CancellationToken cancellationToken)
    {
        if (query.Fault() is { } fault)
            return Problems.BadRequest(fault);
        if (lease.Gallery is not { } gallery || lease.Find(id) is not { } image)
            return Problems.NoSuchImage(id);
        var (_, list) = await MakeListAsync(user, query, gallery, library, metrics, cancellationToken);
        if (list.Items.FirstOrDefault(item => item.Image.Id == image.Id) is not { } item)
            return Problems.NotFound($"Picture {id} is not in that list; send the same parameters as for the list.");
        var heatMaps = await gallery.ExplainAsync(list with { Items = [item] }, cancellationToken);
        return TypedResults.Ok(HeatMapDocument.Of(item, heatMaps is [var heatMap] ? heatMap : null));
    }

    private static async Task<(Profile Profile, RecommendationList List)> MakeListAsync(
        string user, ListQuery query, Gallery gallery, Library library, ServerMetrics metrics, CancellationToken cancellationToken)
    {
        var interactions = await library.Interactions.FindAsync(user, cancellationToken);
        var profile = await gallery.ReadProfileAsync(interactions, cancellationToken);
        using var _ = metrics.Measure("recommend");
        return (profile, gallery.Recommend(profile, query.ToOptions()));
    }
}
