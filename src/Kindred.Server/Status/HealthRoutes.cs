using Kindred.Libraries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Status;

/// <summary>Whether the server can do its work.</summary>
internal static class HealthRoutes
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app = app.MapGroup("").AllowAnonymous().WithTags("Server");
        app.MapGet("/healthz", GetAsync).WithName("getHealth")
            .WithSummary("Whether the library can be read.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/health", GetAlive).WithName("getAlive")
            .WithSummary("Whether the server runs. It is worth starting again only where this does not answer.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapGet("/ready", GetReady).WithName("getReady")
            .WithSummary("Whether requests should be sent here: there is a gallery to answer from, and the server is not about to stop.")
            .ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

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

    private static Ok<HealthDocument> GetAlive() => TypedResults.Ok(new HealthDocument("alive"));

    private static Results<Ok<HealthDocument>, ProblemHttpResult> GetReady(Readiness readiness) => readiness.Fault is { } fault
        ? TypedResults.Problem(fault, statusCode: StatusCodes.Status503ServiceUnavailable)
        : TypedResults.Ok(new HealthDocument("ready"));
}
