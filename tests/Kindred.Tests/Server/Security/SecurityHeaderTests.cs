using System.Net;

namespace Kindred.Tests.Server.Security;

/// <summary>What browsers are told with every kind of answer.</summary>
public sealed class SecurityHeaderTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/favicon.svg", HttpStatusCode.OK)]
    [InlineData("/favicon.ico", HttpStatusCode.OK)]
    [InlineData("/scalar/", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/api/images", HttpStatusCode.OK)]
    [InlineData("/api/images/ID/thumbnail", HttpStatusCode.OK)]
    [InlineData("/api/images/ID/file", HttpStatusCode.OK)]
    [InlineData("/api/index/events", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/images/99999", HttpStatusCode.NotFound)]
    [InlineData("/api/images?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("/api/images?limit=x", HttpStatusCode.BadRequest)]
    [InlineData("/api/search", HttpStatusCode.BadRequest)]
    [InlineData("/api/recommendations", HttpStatusCode.MethodNotAllowed)]
    public async Task Get_AnyKindOfAnswer_HasThem(string address, HttpStatusCode status)
    {
        using var response = await served.Run.SendAsync(
            HttpMethod.Get, address.Replace("ID", (await served.Run.IdsAsync(1))[0].ToString(), StringComparison.Ordinal));

        Assert.Equal(status, response.StatusCode);
        AssertGuarded(response);
    }

    [Fact]
    public async Task Post_ABadBody_HasThem()
    {
        using var malformed = await served.Run.SendAsync(HttpMethod.Post, "/api/recommendations", "{");
        using var large = await served.Run.SendAsync(HttpMethod.Post, "/api/recommendations", new string(' ', 300_000));
        using var foreign = await served.Run.SendAsync(HttpMethod.Post, "/api/index", null, ("Origin", "https://evil.example"));

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Forbidden],
            [malformed.StatusCode, large.StatusCode, foreign.StatusCode]);
        Assert.All([malformed, large, foreign], AssertGuarded);
    }

    [Fact]
    public async Task Page_HasNoScriptsInIt()
    {
        foreach (var address in new[] { "/", "/scalar/" })
        {
            var page = await served.Run.Client.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
            // Every script is a file: with this policy one between the tags would not run.
            Assert.Equal(Count(page, "<script"), Count(page, "<script src=") + Count(page, "<script type=\"module\" src="));
            Assert.DoesNotContain(" onclick=", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        }

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    private static void AssertGuarded(HttpResponseMessage response)
    {
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        var directives = policy.Split(';', StringSplitOptions.TrimEntries).Select(directive => directive.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1..], StringComparer.Ordinal);
        Assert.Equal(["'none'"], directives["frame-ancestors"]);
        var scripts = directives.GetValueOrDefault("script-src", directives["default-src"]);
        Assert.True(scripts is ["'self'"] or ["'none'"], policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
