using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Api;

/// <summary>Older addresses that programs may still use. They answer as before, and the description names the newer ones.</summary>
internal static class DeprecatedRoutes
{
    /// <summary>Says that a route has a newer address.</summary>
    public static RouteHandlerBuilder Deprecated(this RouteHandlerBuilder route, string newer) => route
        .WithSummary($"The older address of {newer}.")
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Deprecated = true;
            return Task.CompletedTask;
        });
}
