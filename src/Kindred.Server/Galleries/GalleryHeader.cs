using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Galleries;

/// <summary>Says in every answer which snapshot of the gallery it is from, so that a page knows when to look again.</summary>
internal static class GalleryHeader
{
    private const string Name = "X-Kindred-Gallery";

    /// <summary>
    /// Where the answer is from no snapshot: the one that a request would get now. Holds none, however long the answer takes.
    /// </summary>
    public static ValueTask<object?> AddCurrentAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var gallery = context.HttpContext.RequestServices.GetRequiredService<LiveGallery>();
        context.HttpContext.Response.Headers[Name] = gallery.Number.ToString(CultureInfo.InvariantCulture);
        return next(context);
    }

    /// <summary>Where the answer is from the request's snapshot.</summary>
    public static ValueTask<object?> AddAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var lease = context.HttpContext.RequestServices.GetRequiredService<GalleryLease>();
        context.HttpContext.Response.Headers[Name] = lease.Number.ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
