using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Security;

/// <summary>Which clients may use which routes.</summary>
internal static class AccessPolicies
{
    /// <summary>For routes that need no key but may not be used by another site's page either.</summary>
    public const string OwnPage = "OwnPage";

    public static void AddAccessPolicies(this IServiceCollection services)
    {
        var ownPage = new OwnPageRequirement();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(ownPage).Build())
            .AddPolicy(OwnPage, policy => policy.AddRequirements(ownPage));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
    }
}
