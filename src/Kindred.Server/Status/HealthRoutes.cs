using Kindred.Libraries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Status;

/// <summary>Whether the server can do its work.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/healthz", GetAsync).AllowAnonymous().WithTags("Server").WithName("getHealth")
            .WithSummary("Whether the library can be read.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<Ok<HealthDocument>, ProblemHttpResult>> GetAsync(Library library, CancellationToken cancellationToken)
    {
        try
        {
            await library.ReadRevisionAsync(cancellationToken);
            return TypedResults.Ok(new HealthDocument(library.Damage.Pages == 0 ? "healthy" : "damaged"));
        }
        catch (KindredException)
        {
            // Clients of this route have shown no key, so they must not learn where the library lies.
            return TypedResults.Problem("The library cannot be read.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
