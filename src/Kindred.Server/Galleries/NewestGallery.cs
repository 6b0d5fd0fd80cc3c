using Kindred.Server.Status;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Galleries;

/// <summary>Answers from the gallery, and from the newest one where the one at the beginning is not searched any more.</summary>
internal static class NewestGallery
{
    /// <summary>
    /// Refuses where there is no gallery yet. What reads only is done once more on the newest gallery where the library has changed
    /// meanwhile.
    /// </summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        if (!services.GetRequiredService<Readiness>().HasGallery)
        {
            return TypedResults.Problem(
                "The gallery is not open yet; ask again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            return await next(context);
        }
        catch (KindredException exception)
            when (exception.Fault == Fault.LibraryChanging && services.GetRequiredService<GalleryLease>().TryRenew())
        {
            return await next(context);
        }
    }
}
