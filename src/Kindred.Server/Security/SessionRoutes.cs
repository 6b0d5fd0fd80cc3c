using System.Security.Claims;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Security;

/// <summary>Signing in with the API key, for people: a browser cannot send it with every picture.</summary>
internal static class SessionRoutes
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        // No key is needed to show it, but another site's page may sign nobody in or out.
        var session = api.MapGroup("/session").WithTags("Session").RequireAuthorization(AccessPolicies.OwnPage);
        session.MapGet("", (ClaimsPrincipal client, ApiKey key) =>
                TypedResults.Ok(new SessionDocument(key.IsRequired, client.Identity is { IsAuthenticated: true })))
            .WithName("getSession")
            .WithSummary("Whether the API key is needed, and whether this client has shown it.");
        session.MapPost("", Start).WithName("signIn").ProducesBodyProblems().ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithSummary("Signs in with the API key; the answer sets a cookie.");
        session.MapDelete("", (HttpContext context, Sessions sessions) =>
            {
                sessions.End(context);
                return TypedResults.NoContent();
            })
            .WithName("signOut").WithSummary("Signs out.");
    }

    private static Results<NoContent, ProblemHttpResult> Start(SessionRequest request, HttpContext context, ApiKey key, Sessions sessions)
    {
        if (key.IsRequired && !key.Matches(request.Key))
            return TypedResults.Problem("That is not the API key.", statusCode: StatusCodes.Status401Unauthorized);
        if (key.IsRequired)
            sessions.Start(context);
        return TypedResults.NoContent();
    }
}
