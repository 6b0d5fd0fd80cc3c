using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kindred.Server.Api;

/// <summary>What can be wrong with a request, as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>Says what can be wrong with a body of JSON.</summary>
    public static RouteHandlerBuilder ProducesBodyProblems(this RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);

    public static ProblemHttpResult NoSuchImage(string id) => TypedResults.Problem(
        $"The gallery has no picture {id}.", statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Gone(string id) => TypedResults.Problem(
        $"The file of picture {id} is gone or has changed; index its folder again.", statusCode: StatusCodes.Status410Gone);

    public static ProblemHttpResult BadRequest(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    public static ProblemHttpResult TooManyRequests(string detail) => TypedResults.Problem(
        detail, statusCode: StatusCodes.Status429TooManyRequests,
        // The framework has no words for this status.
        title: "Too Many Requests", type: "https://tools.ietf.org/html/rfc6585#section-4");
}
