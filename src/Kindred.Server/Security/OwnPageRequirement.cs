using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>
/// Requests may not come from another site's page, except with a key, which no such page knows, or where the site is named. Such a page
/// could not read the answer, but could change something or keep the machine busy.
/// </summary>
internal sealed class OwnPageRequirement : AuthorizationHandler<OwnPageRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OwnPageRequirement requirement)
    {
        if (KeyAuthenticationHandler.HasShownKey(context.User)
            || (context.Resource is HttpContext http && (SameOrigin.Allows(http.Request) || OtherSites.Allow(http))))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
