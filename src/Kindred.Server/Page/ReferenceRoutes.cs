using Kindred.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace Kindred.Server.Page;

/// <summary>The API's description, for programs at <c>/openapi/v1.json</c> and for people at <c>/scalar</c>.</summary>
internal static class ReferenceRoutes
{
    public static void MapReference(this IEndpointRouteBuilder app, IFileProvider page)
    {
        app.MapOpenApi().AllowAnonymous();
        // Scalar's own first page has a script in it, which is not allowed here; ours loads the same from files.
        app.MapScalarApiReference().AllowAnonymous();
        app.MapGet("/scalar/", (HttpContext context) =>
            {
                context.Response.Headers[HeaderNames.ContentSecurityPolicy] = SecurityHeaders.OwnFilesAndMadeStyles;
                return TypedResults.Stream(page.GetFileInfo("reference.html").CreateReadStream(), "text/html");
            })
            .AllowAnonymous()
            .ExcludeFromDescription();
    }
}
