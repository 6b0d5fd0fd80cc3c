using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kindred.Server.Security;

/// <summary>
/// Knows a client by a key, or by a session that was started with one. Where the server has no keys, it knows everybody who can reach it:
/// as an administrator, and pages of sites that are named (<see cref="ServerOptions.AllowedOrigins"/>) as readers.
/// </summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessKeys keys, WrongKeys wrongKeys,
    Sessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Key";

    private const string ByKey = "key";
    private const string BySession = "session";
    private const string ByAddress = "address";

    /// <summary>What a client may do; <see langword="null"/> where it is unknown.</summary>
    public static AccessRole? RoleOf(ClaimsPrincipal user) =>
        user.FindFirst(ClaimTypes.Role) is { } claim && Enum.TryParse<AccessRole>(claim.Value, out var role) ? role : null;

    /// <summary>Whether a client has shown a key itself with this request, which no page of another site can.</summary>
    public static bool HasShownKey(ClaimsPrincipal user) => user.HasClaim(ClaimTypes.AuthenticationMethod, ByKey);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        if (result.Failure is { Message: WrongKeyAnswer.Detail })
        {
            await WrongKeyAnswer.TooMany(Context).ExecuteAsync(Context);
            return;
        }

        await RefuseAsync(
            StatusCodes.Status401Unauthorized,
            result.Failure?.Message ?? "This needs a key: send it as X-Api-Key, or sign in on the page.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => RefuseAsync(
        StatusCodes.Status403Forbidden,
        RoleOf(Context.User) is { } role && (HasShownKey(Context.User) || SameOrigin.Allows(Request))
            ? $"A key with the role {role.ToString().ToLowerInvariant()} may not do this; use one with a role that may."
            : "Another site's page may not do this; use Kindred's own page, a program with a key, or name the site with --allow-origin.");

    private AuthenticateResult Authenticate()
    {
        var shown = keys.RoleIn(Request);
        if (keys.AreRequired && AccessKeys.IsShownBy(Request) && wrongKeys.AreTooMany(Context, shown))
            return AuthenticateResult.Fail(WrongKeyAnswer.Detail);
        if (shown is { } role)
        {
            wrongKeys.AddRight(Context, role);
            return Known(ByKey, role);
        }

        if (!keys.AreRequired)
            return Known(ByAddress, SameOrigin.Allows(Request) ? AccessRole.Admin : AccessRole.Read);
        // A wrong key is refused even if the client has signed in.
        if (AccessKeys.IsShownBy(Request))
        {
            wrongKeys.Add(Context);
            return AuthenticateResult.Fail("That is not a key of this server.");
        }

        return sessions.RoleIn(Request) is { } signedIn ? Known(BySession, signedIn) : AuthenticateResult.NoResult();
    }

    private static AuthenticateResult Known(string method, AccessRole role)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.AuthenticationMethod, method), new Claim(ClaimTypes.Role, role.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    private Task RefuseAsync(int status, string detail) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);
}
