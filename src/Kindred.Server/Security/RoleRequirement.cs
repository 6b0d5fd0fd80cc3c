using Microsoft.AspNetCore.Authorization;

namespace Kindred.Server.Security;

/// <summary>A client has to have a role, or one that may do more.</summary>
internal sealed class RoleRequirement(AccessRole role) : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    /// <summary>The role.</summary>
    public AccessRole Role => role;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (KeyAuthenticationHandler.RoleOf(context.User) is { } has && has >= requirement.Role)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
