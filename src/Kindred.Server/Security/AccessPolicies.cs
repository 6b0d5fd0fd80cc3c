using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
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
        var builder = services.AddAuthorizationBuilder().AddPolicy(OwnPage, policy => policy.AddRequirements(ownPage));
        AuthorizationPolicy For(AccessRole role) =>
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(ownPage, new RoleRequirement(role)).Build();
        foreach (var role in Enum.GetValues<AccessRole>())
            builder.AddPolicy(NameOf(role), For(role));

        // What is not said to be for others is for administrators.
        builder.SetDefaultPolicy(For(AccessRole.Admin));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
    }

    /// <summary>Lets in clients of a role, and of those that may do more.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder routes, AccessRole role)
        where TBuilder : IEndpointConventionBuilder => routes.RequireAuthorization(NameOf(role));

    private static string NameOf(AccessRole role) => role.ToString();
}
