using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Kindred.Server.Security;

/// <summary>What browsers are told not to do with an answer.</summary>
internal static class SecurityHeaders
{
    /// <summary>For a picture's own file: if the file turns out to be something else, it may do nothing.</summary>
    public const string NothingButThePicture = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>For the API's reference, which makes its styles with a script.</summary>
    public const string OwnFilesAndMadeStyles = OwnFilesOnly + "; style-src 'self' 'unsafe-inline'";

    private const string OwnFilesOnly =
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // Only now: a fault removes all headers that were set before it.
        context.Response.OnStarting(() =>
        {
            Add(context.Response.Headers);
            return Task.CompletedTask;
        });
        return next(context);
    });

    private static void Add(IHeaderDictionary headers)
    {
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, OwnFilesOnly); // Some routes have one of their own.
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin"); // What other sites embed has one of its own.
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
