using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Server.Api;
using Kindred.Server.Galleries;
using Kindred.Server.IndexRuns;
using Kindred.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.NearDuplicates;

/// <summary>Pictures that show the same photograph, and files of them that are moved out of the gallery when somebody says so.</summary>
internal static class NearDuplicateRoutes
{
    private const string Address = "/near-duplicates";
    private const string OlderAddress = "/duplicates";

    public static void MapNearDuplicates(this IEndpointRouteBuilder api)
    {
        Map(api, Address).WithName("listNearDuplicates")
            .WithSummary("Groups of pictures that show the same photograph, the one to keep first in each.");
        Map(api, OlderAddress).WithName("listDuplicates").Deprecated("/api" + Address);
        api.MapPost(Address + "/moves", MoveAsync).WithTags("Images").WithName("moveNearDuplicates").ProducesBodyProblems()
            .RequireRole(AccessRole.Admin)
            .WithSummary(
                "Moves files into a folder beside their gallery while another file of the same photograph is kept. Deletes nothing.");
    }

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder api, string address) =>
        api.MapGet(address, List).WithTags("Images").ProducesProblem(StatusCodes.Status400BadRequest);

    private static Ok<NearDuplicateList> List(GalleryLease lease, [AsParameters] Paging page)
    {
        var groups = lease.Gallery?.Duplicates() ?? [];
        return TypedResults.Ok(new NearDuplicateList(
            lease.Images.Count, groups.Sum(group => group.Images.Count - 1), groups.Count, page.Offset, page.Limit,
            page.Of(groups, group => NearDuplicateGroupDocument.Of(group, lease))));
    }

    private static async Task<Ok<MoveList>> MoveAsync(
        MoveRequest request, GalleryLease lease, RedundantFiles files, Library library, IndexRunner runs,
        CancellationToken cancellationToken)
    {
        if (request.Groups.Contains(null!))
            throw new RefusedRequestException("A group is null; say of each what it keeps and moves.", StatusCodes.Status400BadRequest);
        var folders = await library.ReadFoldersAsync(cancellationToken);
        var list = await files.MoveAsync(request, lease, folders, cancellationToken);
        if (list.Moved.Count > 0)
            runs.TryStart(folders); // One that is under way, or the next one, takes them out of the gallery too.
        return TypedResults.Ok(list);
    }
}
