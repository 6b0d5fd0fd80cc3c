using Kindred.Galleries;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.NearDuplicates;

/// <summary>Pictures of one thing in several colors, apart from near-duplicates: each shows what no other does.</summary>
internal static class VariantRoutes
{
    public static void MapVariants(this IEndpointRouteBuilder api) =>
        api.MapGet("/variants", List).WithTags("Images").WithName("listVariants")
            .WithSummary("Groups of pictures that show one thing in several colors or materials. They are not duplicates.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Ok<VariantList> List(GalleryLease lease, [AsParameters] Paging page)
    {
        var groups = lease.Gallery?.Variants() ?? [];
        return TypedResults.Ok(new VariantList(
            lease.Images.Count, groups.Sum(group => group.Images.Count), groups.Count, page.Offset, page.Limit,
            page.Of(groups, group => VariantGroupDocument.Of(group, lease))));
    }
}
