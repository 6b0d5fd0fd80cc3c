using Kindred.Interactions;
using Kindred.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Kindred.Server.Users;

/// <summary>Reads a user's name out of an address: any name that the library knows, exactly.</summary>
internal static class UserNameReader
{
    private const string Parameter = "user";
    private const string Slash = "/";

    /// <summary>What a slash and the text "%2F" both look like in a path that the server has decoded.</summary>
    private const string EncodedSlash = "%2F";

    /// <summary>Segments of an address before the name: <c>/api/users</c>.</summary>
    private const int SegmentsBefore = 2;

    /// <summary>Passes the name to a handler as its first argument, or refuses an address that has none.</summary>
    public static async ValueTask<object?> ReadAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (Read(context.HttpContext) is not { } name)
            return Problems.BadRequest("The user's name cannot be read; encode everything but letters and digits.");
        if (UserName.Fault(name) is { } fault)
            return Problems.BadRequest(fault);
        context.Arguments[0] = name;
        return await next(context);
    }

    /// <summary>
    /// Decodes a name. Only the address as it was sent tells a slash from the text "%2F": where the server decodes a path, it leaves %2F as
    /// it is, and makes the same of %252F.
    /// </summary>
    /// <returns>The name; <see langword="null"/> where the address is not one that leads here.</returns>
    private static string? Read(HttpContext context)
    {
        if (context.GetRouteValue(Parameter) is not string decoded)
            return null;
        if (!decoded.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase))
            return decoded;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // A whole URL, as proxies send it, is decoded by other rules, which leave no slash encoded.
        if (!target.StartsWith(Slash, StringComparison.Ordinal))
            return decoded;
        var name = Segments(target.Split('?')[0]).ElementAtOrDefault(SegmentsBefore) is { } sent ? Uri.UnescapeDataString(sent) : null;
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
