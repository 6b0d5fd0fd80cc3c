using System.Net;
using Kindred.Server;

namespace Kindred.Tests.Server.Security;

/// <summary>Who gets in with an API key, and how.</summary>
public sealed class AccessTests(AccessTests.LockedGallery locked, ServedGallery served)
    : IClassFixture<AccessTests.LockedGallery>, IClassFixture<ServedGallery>
{
    private const string Key = "correct horse battery staple";

    private ServerRun Run => locked.Run;

    [Fact]
    public async Task EveryRoute_WithoutTheKey_IsUnauthorized()
    {
        var operations = (await Run.DocumentAsync()).Operations.Where(operation =>
            operation.Path.StartsWith("/api/", StringComparison.Ordinal) && operation.Path != "/api/session").ToArray();

        Assert.Equal(45, operations.Length);
        foreach (var operation in operations)
        {
            var address = operation.Path.Replace("{id}", "1", StringComparison.Ordinal).Replace("{user}", "ann", StringComparison.Ordinal)
                .Replace("{picture}", "1", StringComparison.Ordinal);
            var method = new HttpMethod(operation.Method);
            using var response = await Run.SendAsync(method, address);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.False(response.Headers.Contains("X-Kindred-Gallery"));
            Assert.Equal(HttpStatusCode.Unauthorized, await Run.StatusAsync(method, address, null, ("X-Api-Key", Key + "x")));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Run.StatusAsync(HttpMethod.Get, "/metrics"));
    }

    [Theory]
    [InlineData("X-Api-Key", Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "Bearer " + Key, HttpStatusCode.OK)]
    [InlineData("Authorization", "bearer " + Key, HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "correct horse battery stapl", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "correct horse battery staplf", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "CORRECT HORSE BATTERY STAPLE", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", Key, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Basic " + Key, HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Cookie", "kindred-session=" + Key, HttpStatusCode.Unauthorized)]
    [InlineData("Cookie", "kindred-session=", HttpStatusCode.Unauthorized)]
    [InlineData("Cookie", "kindred-session=0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.Unauthorized)]
    public async Task Images_WithAHeader_AreShownIfItHasTheKey(string header, string value, HttpStatusCode status)
    {
        Assert.Equal(status, await Run.StatusAsync(HttpMethod.Get, "/api/images", null, (header, value)));
    }

    [Fact]
    public async Task Session_ASignIn_LastsUntilTheSignOut()
    {
        Assert.Equal((true, false), await SessionAsync());
        using var signedIn = await Run.SendAsync(HttpMethod.Post, "/api/session", $$"""{"key":"{{Key}}"}""");
        var set = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        var cookie = ("Cookie", set.Split(';')[0]);

        Assert.Equal(HttpStatusCode.NoContent, signedIn.StatusCode);
        Assert.DoesNotContain(Key, set, StringComparison.Ordinal);
        foreach (var attribute in new[] { "httponly", "samesite=strict", "path=/" })
            Assert.Contains(attribute, set, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((true, true), await SessionAsync(cookie));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, "/api/images", null, cookie));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Post, "/api/recommendations", "{}", cookie));
        // A page of another site may have the browser send the cookie; it does not get anywhere with that.
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Run.StatusAsync(HttpMethod.Post, "/api/recommendations", "{}", cookie, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.NoContent, await Run.StatusAsync(HttpMethod.Delete, "/api/session", null, cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await Run.StatusAsync(HttpMethod.Get, "/api/images", null, cookie));
        Assert.Equal((true, false), await SessionAsync(cookie));
    }

    [Theory]
    [InlineData("""{"key":"wrong"}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"key":""}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"key":null}""", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("""{"key":["correct horse battery staple"]}""", HttpStatusCode.BadRequest)]
    public async Task Session_AWrongKey_IsRefused(string body, HttpStatusCode status)
    {
        using var response = await Run.SendAsync(HttpMethod.Post, "/api/session", body);

        Assert.Equal(status, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Session_FromAnotherSite_CannotSignAnybodyIn()
    {
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Run.StatusAsync(HttpMethod.Post, "/api/session", $$"""{"key":"{{Key}}"}""", ("Origin", "https://evil.example")));
        Assert.Equal(
            HttpStatusCode.Forbidden, await Run.StatusAsync(HttpMethod.Delete, "/api/session", null, ("Sec-Fetch-Site", "cross-site")));
    }

    [Fact]
    public async Task WithTheKey_FromAnywhere_IsLetIn()
    {
        // No page of another site knows it.
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(
            HttpMethod.Post, "/api/recommendations", "{}", ("X-Api-Key", Key), ("Origin", "https://elsewhere.example")));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, "/metrics", null, ("X-Api-Key", Key)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/scalar/")]
    [InlineData("/api/session")]
    public async Task WhatShowsNothingOfTheLibrary_WithoutTheKey_IsThere(string address)
    {
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, address));
    }

    [Fact]
    public async Task Session_WithoutAKeyToKnow_IsSignedIn()
    {
        var session = await served.Run.GetAsync("/api/session");

        Assert.Equal((false, true), (session.GetProperty("keyRequired").GetBoolean(), session.GetProperty("signedIn").GetBoolean()));
    }

    private async Task<(bool Required, bool SignedIn)> SessionAsync(params (string Name, string Value)[] headers)
    {
        using var response = await Run.SendAsync(HttpMethod.Get, "/api/session", null, headers);
        var session = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .RootElement;
        return (session.GetProperty("keyRequired").GetBoolean(), session.GetProperty("signedIn").GetBoolean());
    }

    /// <summary>A library without pictures behind a key.</summary>
    public sealed class LockedGallery : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private ServerRun? _run;

        internal ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

        public async ValueTask InitializeAsync() =>
            _run = await ServerRun.StartAsync(
                _folder.File("library", "x"), options => options with { Keys = [new AccessKey(AccessRole.Admin, Key)] });

        public async ValueTask DisposeAsync()
        {
            if (_run is not null)
                await _run.DisposeAsync();
            _folder.Dispose();
        }
    }
}
