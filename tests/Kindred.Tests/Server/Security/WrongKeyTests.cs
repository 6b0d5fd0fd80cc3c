using System.Net;
using Kindred.Server;
using Kindred.Server.Api;

namespace Kindred.Tests.Server.Security;

/// <summary>Clients that guess keys, and those behind a proxy.</summary>
public sealed class WrongKeyTests : IDisposable
{
    private const string Key = "correct horse battery staple";
    private const string ReadKey = "another horse, another staple";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WrongKeys_TooMany_AreNotEvenLookedAt()
    {
        await using var run = await StartAsync();

        for (var i = 0; i < Limits.WrongKeys; i++)
        {
            Assert.Equal(
                HttpStatusCode.Unauthorized, await run.StatusAsync(HttpMethod.Get, "/api/images", null, ("X-Api-Key", $"wrong {i}")));
        }

        // The bucket fills while this runs, so that one more may get through now and then; most do not.
        var refused = 0;
        for (var i = 0; i < 50; i++)
        {
            using var response = await run.SendAsync(HttpMethod.Get, "/api/images", null, ("X-Api-Key", $"wrong again {i}"));
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            refused++;
            Assert.Equal("1", Assert.Single(response.Headers.GetValues("Retry-After")));
        }

        Assert.InRange(refused, 1, 50);
        // Who shows none, or has the right one a moment later, is served.
        Assert.Equal(HttpStatusCode.OK, await run.StatusAsync(HttpMethod.Get, "/healthz"));
        await Eventually.TrueAsync(
            async () => await run.StatusAsync(HttpMethod.Get, "/api/images", null, ("X-Api-Key", Key)) == HttpStatusCode.OK,
            "The right key is not taken any more.");
    }

    [Fact]
    public async Task RightKey_ThatCameFromThereBefore_IsTakenAmongWrongOnes()
    {
        await using var run = await StartAsync();
        Task<HttpStatusCode> ShowAsync(string key) => run.StatusAsync(HttpMethod.Get, "/api/images", null, ("X-Api-Key", key));
        Assert.Equal(HttpStatusCode.OK, await ShowAsync(Key));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Limits.WrongKeys + 50; i++)
        {
            answers.Add(await ShowAsync($"wrong {i}"));
            Assert.Equal(HttpStatusCode.OK, await ShowAsync(Key));
            Assert.Equal(HttpStatusCode.NoContent, await run.StatusAsync(HttpMethod.Post, "/api/session", $$"""{"key":"{{Key}}"}"""));
            // One of another role has not been seen there: it would be a guess that came true.
            if (answers[^1] == HttpStatusCode.TooManyRequests)
                answers.Add(await ShowAsync(ReadKey));
        }

        Assert.True(answers.Count(status => status == HttpStatusCode.TooManyRequests) > 10, "Wrong keys are not slowed.");
    }

    [Fact]
    public async Task WrongKeys_FromAddressesOfOneIPv6Network_CountTogether()
    {
        await using var run = await StartAsync(options => options with { Proxies = ["127.0.0.1"] });
        Task<HttpStatusCode> ShowAsync(string from, string key) =>
            run.StatusAsync(HttpMethod.Get, "/api/images", null, ("X-Api-Key", key), ("X-Forwarded-For", from));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < Limits.WrongKeys + 50; i++)
            answers.Add(await ShowAsync($"2001:db8:0:1::{i:x}", $"wrong {i}"));

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, await ShowAsync("2001:db8:0:2::1", Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await ShowAsync("2001:db8:0:2::1", "wrong"));
    }

    [Fact]
    public async Task WrongKeys_AtSignIn_CountToo()
    {
        await using var run = await StartAsync();
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < Limits.WrongKeys + 50; i++)
            answers.Add(await run.StatusAsync(HttpMethod.Post, "/api/session", $$"""{"key":"wrong {{i}}"}"""));

        Assert.All(answers.Take(Limits.WrongKeys), status => Assert.Equal(HttpStatusCode.Unauthorized, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Theory]
    [InlineData("127.0.0.1", "https", true)]
    [InlineData("127.0.0.0/8", "https", true)]
    [InlineData("127.0.0.1", "http", false)]
    [InlineData("192.0.2.1", "https", false)]
    [InlineData(null, "https", false)]
    public async Task Cookie_OfARequestByHttps_IsSecureWhereANamedProxySaysSo(string? proxy, string scheme, bool secure)
    {
        await using var run = await StartAsync(options => options with { Proxies = proxy is null ? [] : [proxy] });

        using var signedIn = await run.SendAsync(
            HttpMethod.Post, "/api/session", $$"""{"key":"{{Key}}"}""", ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "203.0.113.9"));

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/99")]
    public async Task Proxy_ThatIsNoAddress_IsRefused(string proxy)
    {
        var exception = await Assert.ThrowsAsync<KindredException>(() => StartAsync(options => options with { Proxies = [proxy] }));

        Assert.StartsWith($"{proxy} is not the address of a proxy", exception.Message, StringComparison.Ordinal);
    }

    private Task<ServerRun> StartAsync(Func<ServerOptions, ServerOptions>? configure = null) => ServerRun.StartAsync(
        _folder.File("library", "x"),
        options => (configure?.Invoke(options) ?? options) with
        {
            Keys = [new AccessKey(AccessRole.Admin, Key), new AccessKey(AccessRole.Read, ReadKey)],
        });
}
