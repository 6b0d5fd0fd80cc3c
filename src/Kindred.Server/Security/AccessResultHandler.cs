using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>
/// Answers a request that a policy refuses. The framework asks unknown clients for a key; where a policy needs none, the request is
/// forbidden instead.
/// </summary>
internal sealed class AccessResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var needsKey = policy.Requirements.OfType<DenyAnonymousAuthorizationRequirement>().Any();
        return _framework.HandleAsync(
            next, context, policy, authorizeResult.Challenged && !needsKey ? PolicyAuthorizationResult.Forbid() : authorizeResult);
    }
}
