using System.Security.Claims;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Security;

/// <summary>Signing in with a key, for people: a browser cannot send it with every picture.</summary>
internal static class SessionRoutes
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        // No key is needed to show it, but another site's page may sign nobody in or out.
        var session = api.MapGroup("/session").WithTags("Session").RequireAuthorization(AccessPolicies.OwnPage);
        session.MapGet("", (ClaimsPrincipal client, AccessKeys keys) =>
                TypedResults.Ok(new SessionDocument(
                    keys.AreRequired, client.Identity is { IsAuthenticated: true }, KeyAuthenticationHandler.RoleOf(client))))
            .WithName("getSession")
            .WithSummary("Whether a key is needed, whether this client has shown one, and what it may do.");
        session.MapPost("", Start).WithName("signIn").ProducesBodyProblems().ProducesProblem(StatusCodes.Status401Unauthorized)
            .WithSummary("Signs in with a key; the answer sets a cookie.");
        session.MapDelete("", (HttpContext context, Sessions sessions) =>
            {
                sessions.End(context);
                return TypedResults.NoContent();
            })
            .WithName("signOut").WithSummary("Signs out.");
    }

    private static Results<NoContent, ProblemHttpResult> Start(
        SessionRequest request, HttpContext context, AccessKeys keys, WrongKeys wrongKeys, Sessions sessions)
    {
        if (!keys.AreRequired)
            return TypedResults.NoContent();
        var shown = keys.RoleOf(request.Key);
        if (wrongKeys.AreTooMany(context, shown))
            return WrongKeyAnswer.TooMany(context);
        if (shown is not { } role)
        {
            wrongKeys.Add(context);
            return TypedResults.Problem("That is not a key of this server.", statusCode: StatusCodes.Status401Unauthorized);
        }

        wrongKeys.AddRight(context, role);
        sessions.Start(context, role);
        return TypedResults.NoContent();
    }
}
