using System.Net;
using Kindred.Server;

namespace Kindred.Tests.Server.Security;

/// <summary>What keys of each role may do, and pages of other sites.</summary>
public sealed class RoleTests(RoleTests.ShopGallery shop) : IClassFixture<RoleTests.ShopGallery>
{
    private const string ReadKey = "a key for everybody to see";
    private const string WriteKey = "a key for the shop's servers";
    private const string AdminKey = "a key for those who run it";
    private const string Shop = "https://shop.example";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/api/images", AccessRole.Read)]
    [InlineData("GET", "/api/images/1/similar", AccessRole.Read)]
    [InlineData("GET", "/api/images/1/thumbnail", AccessRole.Read)]
    [InlineData("GET", "/api/layout", AccessRole.Read)]
    [InlineData("POST", "/api/recommendations", AccessRole.Read)]
    [InlineData("GET", "/api/attributes", AccessRole.Read)]
    [InlineData("GET", "/api/users", AccessRole.Write)]
    [InlineData("GET", "/api/users/ann/recommendations", AccessRole.Write)]
    [InlineData("GET", "/api/users/ann/interactions", AccessRole.Write)]
    [InlineData("PUT", "/api/users/ann/interactions/1", AccessRole.Write)]
    [InlineData("DELETE", "/api/users/ann/interactions", AccessRole.Write)]
    [InlineData("GET", "/api/users/ann/tastes", AccessRole.Write)]
    [InlineData("POST", "/api/interactions", AccessRole.Write)]
    [InlineData("POST", "/api/attributes", AccessRole.Write)]
    [InlineData("PUT", "/api/images/1", AccessRole.Write)]
    [InlineData("POST", "/api/images", AccessRole.Write)]
    [InlineData("DELETE", "/api/images/1", AccessRole.Write)]
    [InlineData("POST", "/api/fetches", AccessRole.Write)]
    [InlineData("GET", "/api/fetches/1", AccessRole.Write)]
    [InlineData("GET", "/api/status", AccessRole.Admin)]
    [InlineData("GET", "/api/failures", AccessRole.Admin)]
    [InlineData("POST", "/api/index", AccessRole.Admin)]
    [InlineData("POST", "/api/near-duplicates/moves", AccessRole.Admin)]
    [InlineData("DELETE", "/api/index", AccessRole.Admin)]
    [InlineData("GET", "/metrics", AccessRole.Admin)]
    public async Task Route_WithAKeyOfEachRole_IsForThatRoleAndThoseAbove(string method, string address, AccessRole least)
    {
        foreach (var (role, key) in new[] { (AccessRole.Read, ReadKey), (AccessRole.Write, WriteKey), (AccessRole.Admin, AdminKey) })
        {
            var status = await shop.Locked.StatusAsync(new HttpMethod(method), address, method == "GET" ? null : "{}", ("X-Api-Key", key));

            // What the route itself makes of the request is another matter: it was let in.
            Assert.True((status == HttpStatusCode.Forbidden) == (role < least), $"{role}: {status}");
            Assert.NotEqual(HttpStatusCode.Unauthorized, status);
        }
    }

    [Fact]
    public async Task Route_WithAKeyThatIsNotEnough_SaysWhichRoleItHas()
    {
        using var response = await shop.Locked.SendAsync(HttpMethod.Get, "/api/users", null, ("X-Api-Key", ReadKey));

        Assert.Contains("A key with the role read may not", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfAReader_MayNoMoreThanItsKey()
    {
        using var signedIn = await shop.Locked.SendAsync(HttpMethod.Post, "/api/session", $$"""{"key":"{{ReadKey}}"}""");
        var cookie = ("Cookie", Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0]);

        Assert.Equal(HttpStatusCode.OK, await shop.Locked.StatusAsync(HttpMethod.Get, "/api/images", null, cookie));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.Locked.StatusAsync(HttpMethod.Get, "/api/users", null, cookie));
    }

    [Fact]
    public async Task NamedSite_AsksFirst_IsToldThatItMay()
    {
        using var named = await PreflightAsync(Shop);
        using var other = await PreflightAsync("https://shop.example.evil");

        Assert.Equal(Shop, Assert.Single(named.Headers.GetValues("Access-Control-Allow-Origin")));
        var allowed = Assert.Single(named.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Contains("x-api-key", allowed.Split(','), StringComparer.OrdinalIgnoreCase);
        Assert.False(named.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task NamedSite_WithAKeyToRead_ReadsAndNoMore()
    {
        (string, string)[] headers = [("Origin", Shop), ("Sec-Fetch-Site", "cross-site"), ("X-Api-Key", ReadKey)];
        using var response = await shop.Locked.SendAsync(HttpMethod.Get, "/api/images", null, headers);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.Locked.StatusAsync(HttpMethod.Get, "/api/users", null, headers));
        Assert.Equal(HttpStatusCode.Unauthorized, await shop.Locked.StatusAsync(HttpMethod.Get, "/api/images", null, headers[..2]));
    }

    [Fact]
    public async Task NamedSite_WhereThereAreNoKeys_ReadsAndNoMore()
    {
        (string, string)[] headers = [("Origin", Shop), ("Sec-Fetch-Site", "cross-site")];

        Assert.Equal(HttpStatusCode.OK, await shop.Open.StatusAsync(HttpMethod.Get, "/api/images", null, headers));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.Open.StatusAsync(HttpMethod.Post, "/api/index", "{}", headers));
        Assert.Equal(HttpStatusCode.Forbidden, await shop.Open.StatusAsync(HttpMethod.Get, "/api/users", null, headers));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await shop.Open.StatusAsync(HttpMethod.Get, "/api/images", null, ("Origin", "https://evil.example"), headers[1]));
        // A browser that does not say which page asks, as for a picture, is not known to be the shop's.
        Assert.Equal(HttpStatusCode.Forbidden, await shop.Open.StatusAsync(HttpMethod.Get, "/api/images", null, headers[1]));
    }

    [Theory]
    [InlineData("https://shop.example/", "https://shop.example/")]
    [InlineData("shop.example", "shop.example")]
    [InlineData("*", "*")]
    [InlineData("ftp://shop.example", "ftp://shop.example")]
    public async Task AllowOrigin_ThatIsNone_IsRefused(string origin, string says)
    {
        using var folder = new TemporaryFolder();
        var fault = await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(folder.File("library"), options => options with { AllowedOrigins = [origin] }));

        Assert.StartsWith($"{says} is not a site", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LinesOfAFile_HaveRolesAndKeys() => Assert.Equal(
        [
            new AccessKey(AccessRole.Read, "0123456789abcdef"), new AccessKey(AccessRole.Admin, "fedcba9876543210"),
            new AccessKey(AccessRole.Admin, "correct horse battery staple"), new AccessKey(AccessRole.Write, "00112233445566778"),
        ],
        AccessKey.Parse(
            """
            # for the page
            read   0123456789abcdef

            admin fedcba9876543210
            correct horse battery staple
            write 00112233445566778
            """));

    private async Task<HttpResponseMessage> PreflightAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(shop.Locked.Address, "/api/images"));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "x-api-key");
        using var client = new HttpClient();
        return await client.SendAsync(request, Cancel);
    }

    /// <summary>Libraries without pictures that a shop's page may ask: one behind keys, one open to this machine.</summary>
    public sealed class ShopGallery : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private ServerRun? _locked;
        private ServerRun? _open;

        internal ServerRun Locked => _locked ?? throw new InvalidOperationException("The server has not been started.");

        internal ServerRun Open => _open ?? throw new InvalidOperationException("The server has not been started.");

        public async ValueTask InitializeAsync()
        {
            AccessKey[] keys = [new(AccessRole.Read, ReadKey), new(AccessRole.Write, WriteKey), new(AccessRole.Admin, AdminKey)];
            _locked = await ServerRun.StartAsync(
                _folder.File("locked", "x"),
                options => options with { Keys = keys, AllowedOrigins = [Shop], AllowChanges = true, FetchFrom = ["shop.example"] });
            _open = await ServerRun.StartAsync(_folder.File("open", "x"), options => options with { AllowedOrigins = [Shop] });
        }

        public async ValueTask DisposeAsync()
        {
            if (_locked is not null)
                await _locked.DisposeAsync();
            if (_open is not null)
                await _open.DisposeAsync();
            _folder.Dispose();
        }
    }
}
