using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Security;

/// <summary>
/// Sites whose pages may ask this server, such as a shop's: they are named, and their browsers send no cookies here (CORS without
/// credentials).
/// </summary>
internal static class OtherSites
{
    public static void AddOtherSites(this IServiceCollection services, ServerOptions options) => services.AddCors(cors =>
        cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.AllowedOrigins])
            .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete)
            .WithHeaders("X-Api-Key", HeaderNames.Authorization, HeaderNames.ContentType)
            .WithExposedHeaders("X-Kindred-Gallery", HeaderNames.RetryAfter)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));

    /// <summary>Answers browsers that ask whether a page of another site may.</summary>
    public static void UseOtherSites(this IApplicationBuilder app) => app.UseCors();

    /// <summary>Whether a request comes from a page of a site that is named.</summary>
    public static bool Allow(HttpContext context) =>
        context.Request.Headers.Origin is [{ Length: > 0 } origin]
        && context.RequestServices.GetRequiredService<ServerOptions>().AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
}
