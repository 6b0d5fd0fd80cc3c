using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Kindred.Server.Resources;

/// <summary>The API's description, for programs and for people.</summary>
internal static class ReferenceRoutes
{
    public static void MapReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference();
    }
}
