using System.ComponentModel.DataAnnotations;
using Kindred.Galleries;
using Kindred.Server.Documents;
using Kindred.Server.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Resources;

/// <summary>Pictures that show the same photograph. Nothing here changes any of them.</summary>
internal static class DuplicateRoutes
{
    public static void MapDuplicates(this IEndpointRouteBuilder api) =>
        api.MapGet("/duplicates", List).WithTags("Images").WithName("listDuplicates").ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Groups of pictures that show the same photograph, the one to keep first in each.");

    private static Ok<DuplicateList> List(
        GalleryLease lease,
        [Range(0, int.MaxValue)] int offset = 0,
        [Range(1, Limits.Page)] int limit = 100)
    {
        var groups = lease.Gallery?.Duplicates() ?? [];
        return TypedResults.Ok(new DuplicateList(
            lease.Images.Count, groups.Sum(group => group.Images.Count - 1), groups.Count, offset,
            [.. groups.Skip(offset).Take(limit).Select(DuplicateGroupDocument.Of)]));
    }
}
