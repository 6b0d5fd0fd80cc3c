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

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    /// <summary>Whether a request comes from somebody who has signed in.</summary>
    public bool Has(HttpRequest request) =>
        request.Cookies[Cookie] is { } token && _ends.TryGetValue(Key(token), out var end) && time.GetUtcNow() < end;

    /// <summary>Signs somebody in.</summary>
    public void Start(HttpContext context)
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _ends.Where(session => session.Value <= now))
            _ends.TryRemove(key, out _);
        while (_ends.Count >= MostSessions)
            _ends.TryRemove(_ends.MinBy(session => session.Value).Key, out _);

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _ends[Key(token)] = now + Lifetime;
        context.Response.Cookies.Append(Cookie, token, Options(context, Lifetime));
    }

    /// <summary>Signs somebody out.</summary>
    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } token)
            _ends.TryRemove(Key(token), out _);
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
