using Kindred.Libraries;
using Kindred.Server.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Resources;

/// <summary>Whether the server can do its work.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/healthz", GetAsync).WithTags("Server").WithName("getHealth")
            .WithSummary("Whether the library can be read.").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    // A library that cannot be read is a KindredException, which becomes 503 where all of them are translated.
    private static async Task<Ok<HealthDocument>> GetAsync(Library library, CancellationToken cancellationToken)
    {
        await library.ReadRevisionAsync(cancellationToken);
        return TypedResults.Ok(new HealthDocument("healthy"));
    }
}
