using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Api;

/// <summary>Reads a parameter out of an address that may hold any text, such as a user's name, exactly.</summary>
internal static class AddressSegment
{
    private const string Slash = "/";

    /// <summary>What a slash and the text "%2F" both look like in a path that the server has decoded.</summary>
    private const string EncodedSlash = "%2F";

    /// <summary>
    /// Decodes a parameter. Only the address as it was sent tells a slash from the text "%2F": where the server decodes a path, it leaves
    /// %2F as it is, and makes the same of %252F.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">The route's parameter.</param>
    /// <param name="before">Segments of the address before it.</param>
    /// <returns>The parameter; <see langword="null"/> where the address is not one that leads here.</returns>
    public static string? Read(HttpContext context, string parameter, int before)
    {
        if (context.GetRouteValue(parameter) is not string decoded)
            return null;
        if (!decoded.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
            return decoded;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A whole URL, as proxies send it, is decoded by other rules, which leave no slash encoded.
        if (!target.StartsWith(Slash, StringComparison.Ordinal))
            return decoded;
        var name = Segments(target.Split('?')[0]).ElementAtOrDefault(before) is { } sent ? Uri.UnescapeDataString(sent) : null;
        return name is not null && WithSlashes(name) == WithSlashes(decoded) ? name : null;
    }

    /// <summary>A path's segments as they were sent, with . and .. resolved.</summary>
    private static List<string> Segments(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path[Slash.Length..].Split(Slash))
        {
            var name = segment.Replace("%2E", ".", StringComparison.OrdinalIgnoreCase);
            if (name == ".." && segments.Count > 0)
                segments.RemoveAt(segments.Count - 1);
            else if (name is not ("." or ".."))
                segments.Add(segment);
        }

        return segments;
    }

    private static string WithSlashes(string text) => text.Replace(EncodedSlash, Slash, StringComparison.OrdinalIgnoreCase);
}
