using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kindred.Server.Security;

/// <summary>
/// Knows a client by the API key, or by a session that was started with it. Where the server has no key, it knows everybody who can
/// reach it.
/// </summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKey key, Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Key";

    private const string ByKey = "key";
    private const string BySession = "session";
    private const string ByAddress = "address";

    /// <summary>Whether a client has shown the key itself with this request, which no page of another site can.</summary>
    public static bool HasShownKey(ClaimsPrincipal user) => user.HasClaim(ClaimTypes.AuthenticationMethod, ByKey);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        await RefuseAsync(
            StatusCodes.Status401Unauthorized,
            result.Failure?.Message ?? "This needs the API key: send it as X-Api-Key, or sign in on the page.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync(
        StatusCodes.Status403Forbidden, "Another site's page may not do this; use Kindred's own page, or a program with the API key.");

    private AuthenticateResult Authenticate()
    {
        if (key.IsIn(Request))
            return Known(ByKey);
        if (!key.IsRequired)
            return Known(ByAddress);
        // A wrong key is refused even if the client has signed in.
        if (ApiKey.IsShownBy(Request))
            return AuthenticateResult.Fail("That is not the API key.");
        return sessions.Has(Request) ? Known(BySession) : AuthenticateResult.NoResult();
    }

    private static AuthenticateResult Known(string method)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.AuthenticationMethod, method)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private Task RefuseAsync(int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);
}
