using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>The sessions of those who have signed in: random tokens that only cookies hold. They end with the server.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private const string Cookie = "kindred-session";
    private const int TokenBytes = 32;
    private const int MostSessions = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, (DateTimeOffset End, AccessRole Role)> _sessions = new(StringComparer.Ordinal);

    /// <summary>What somebody who has signed in may do; <see langword="null"/> where a request comes from nobody who has.</summary>
    public AccessRole? RoleIn(HttpRequest request) =>
        request.Cookies[Cookie] is { } token && _sessions.TryGetValue(Key(token), out var session) && time.GetUtcNow() < session.End
            ? session.Role
            : null;

    /// <summary>Signs somebody in.</summary>
    public void Start(HttpContext context, AccessRole role)
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _sessions.Where(session => session.Value.End <= now))
            _sessions.TryRemove(key, out _);
        while (_sessions.Count >= MostSessions)
            _sessions.TryRemove(_sessions.MinBy(session => session.Value.End).Key, out _);

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _sessions[Key(token)] = (now + Lifetime, role);
        context.Response.Cookies.Append(Cookie, token, Options(context, Lifetime));
    }

    /// <summary>Signs somebody out.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } token)
            _sessions.TryRemove(Key(token), out _);
        context.Response.Cookies.Delete(Cookie, Options(context, lifetime: null));
    }

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        Path = "/",
        MaxAge = lifetime,
    };

    // Looking up a hash takes as long for a wrong token as for one that is nearly right.
    private static string Key(string token) => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
