using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Galleries;

/// <summary>Says in every answer which snapshot of the gallery it is from, so that a page knows when to look again.</summary>
internal static class GalleryHeader
{
    private const string Name = "X-Kindred-Gallery";

    public static ValueTask<object?> AddAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var lease = context.HttpContext.RequestServices.GetRequiredService<GalleryLease>();
        context.HttpContext.Response.Headers[Name] = lease.Number.ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
