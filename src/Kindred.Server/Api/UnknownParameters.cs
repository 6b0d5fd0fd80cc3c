using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kindred.Server.Api;

/// <summary>
/// Refuses parameters of a query that a route does not take. A misspelled one would otherwise be passed over, and the answer be to another
/// question.
/// </summary>
internal static class UnknownParameters
{
    /// <summary>Refuses them, before anything of the request is read, on the routes under an address.</summary>
    public static void UseKnownParameters(this IApplicationBuilder app, PathString under) => app.Use((context, next) =>
        context.Request.Query.Count > 0 && context.Request.Path.StartsWithSegments(under, StringComparison.OrdinalIgnoreCase)
        && context.GetEndpoint() is { } endpoint && Fault(endpoint, context.Request.Query) is { } fault
            ? fault.ExecuteAsync(context)
            : next(context));

    private static ProblemHttpResult? Fault(Endpoint endpoint, IQueryCollection query)
    {
        var known = QueryParameters.Of(endpoint);
        string[] unknown = [.. query.Keys.Where(name => !known.ContainsKey(name))];
        if (unknown.Length == 0)
            return null;
        string[] allowed = [.. known.Keys.Order(StringComparer.Ordinal)];
        return TypedResults.Problem(
            AllowedNames.Describe("parameter", unknown[0], allowed), statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["unknown"] = unknown, ["allowed"] = allowed });
    }
}
