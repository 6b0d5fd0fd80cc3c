using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Security;

/// <summary>
/// Decides who gets to a guarded route. With an API key, whoever shows it or has signed in with it; without one, whoever can reach the
/// address. No request may come from another site's page, except with the key, which no such page knows: it could not read the answer, but could
/// change something or keep the machine busy.
/// </summary>
internal static class AccessControl
{
    public static void UseAccessControl(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (context.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<Guarded>() is null)
            return next(context);

        var key = context.RequestServices.GetRequiredService<ApiKey>();
        var sessions = context.RequestServices.GetRequiredService<Sessions>();
        if (key.IsIn(request))
            return next(context);
        if (key.IsRequired && metadata.GetMetadata<OpenToAll>() is null)
        {
            if (ApiKey.IsShownBy(request))
                return RefuseAsync(context, StatusCodes.Status401Unauthorized, "That is not the API key.");
            if (!sessions.Has(request))
                return RefuseAsync(context, StatusCodes.Status401Unauthorized, "This needs the API key: send it as X-Api-Key, or sign in on the page.");
        }

        return SameOrigin.Allows(request)
            ? next(context)
            : RefuseAsync(context, StatusCodes.Status403Forbidden, "Another site's page may not do this; use Kindred's own page, or a program with the API key.");
    });

    private static Task RefuseAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
