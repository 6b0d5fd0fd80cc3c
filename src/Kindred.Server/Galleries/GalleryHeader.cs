using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Galleries;

/// <summary>Tells in every answer which snapshot of the gallery it is from, so that a page knows when to look again.</summary>
internal static class GalleryHeader
{
    private const string Name = "X-Kindred-Gallery";

    /// <summary>The library's revision that an answer shows: the same on every server that shares the library.</summary>
    private const string RevisionName = "Kindred-Revision";

    /// <summary>
    /// For answers from no snapshot: names the one that a request would get now. Holds no snapshot, however long the answer takes.
    /// </summary>
    public static ValueTask<object?> AddCurrentAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        Add(context.HttpContext);
        return next(context);
    }

    /// <summary>For an answer to what has changed the gallery: names the snapshot that has the change.</summary>
    public static void Add(HttpContext context) =>
        context.Response.Headers[Name] =
            context.RequestServices.GetRequiredService<LiveGallery>().Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>For answers from the request's snapshot: names that one.</summary>
    public static ValueTask<object?> AddAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var lease = context.HttpContext.RequestServices.GetRequiredService<GalleryLease>();
        context.HttpContext.Response.Headers[Name] = lease.Number.ToString(CultureInfo.InvariantCulture);
        context.HttpContext.Response.Headers[RevisionName] = lease.Revision.ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
