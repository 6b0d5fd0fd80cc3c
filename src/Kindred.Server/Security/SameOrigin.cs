using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>Tells whether a request was made by Kindred's own page, or by no page at all.</summary>
/// <remarks>
/// Browsers say where a request comes from, in <c>Sec-Fetch-Site</c> (Fetch Metadata) and, for whatever can change something, in
/// <c>Origin</c>; no page can forge either. A client that says neither is no browser, and cannot be tricked into sending somebody else's
/// request.
/// </remarks>
internal static class SameOrigin
{
    public static bool Allows(HttpRequest request)
    {
        // Sec-Fetch-Site decides where a browser sends it: behind a reverse proxy the origin is the proxy's, which is not known here.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is "same-origin" or "none";
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
