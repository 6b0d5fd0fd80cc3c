using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;

namespace Kindred.Server.Security;

/// <summary>Who may do what, and how often.</summary>
internal static class SecurityParts
{
    // A page of another site can give its own name this machine's address (DNS rebinding) and would then count as being of the same origin.
    private static readonly string[] NamesOfThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    public static void AddSecurity(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton<AccessKeys>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<WrongKeys>();
        // Without AddAuthentication's data protection: no cookie is encrypted here, and it would keep its keys in the user's home folder.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = KeyAuthenticationHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.SchemeName, configureOptions: null);
        services.AddAccessPolicies();
        services.AddOtherSites(options);
        services.AddRateLimits(options);
        services.AddHostFiltering(filter =>
        {
            filter.AllowedHosts = options.Keys.Count == 0 ? NamesOfThisMachine : ["*"];
            filter.IncludeFailureMessage = false;
        });
    }
}
