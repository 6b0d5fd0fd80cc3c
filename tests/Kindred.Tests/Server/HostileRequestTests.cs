using System.Net;
using System.Net.Sockets;
using System.Text;
using Kindred.Galleries;

namespace Kindred.Tests.Server;

/// <summary>Requests that mean no good. The server refuses each of them, and goes on.</summary>
public sealed class HostileRequestTests(ServedGallery served) : IClassFixture<ServedGallery>, IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerRun Run => served.Run;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Whatever a test has sent, the server still answers.</summary>
    public async ValueTask DisposeAsync()
    {
        Assert.Equal("healthy", (await Run.GetAsync("/healthz")).GetProperty("status").GetString());
        Assert.Equal(25, (await Run.GetAsync("/api/images")).GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("/../../../../etc/passwd")]
    [InlineData("/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e%2f%2e%2e%2fetc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%5c..%5cetc%5cpasswd")]
    [InlineData("/css/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/js/../../../etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/./././etc/passwd")]
    [InlineData("/%252e%252e%252fetc%252fpasswd")]
    [InlineData("/..%c0%af..%c0%afetc/passwd")]
    [InlineData("/etc/passwd%00.html")]
    [InlineData("/api/images/..%2f..%2fetc%2fpasswd/file")]
    [InlineData("/api/images/../../etc/passwd/file")]
    [InlineData("/api/images/%2e%2e%2f%2e%2e/thumbnail")]
    [InlineData("/api/images/1/../../../etc/passwd")]
    [InlineData("/scalar/..%2f..%2fetc/passwd")]
    [InlineData("/openapi/..%2f..%2fetc/passwd.json")]
    [InlineData("/openapi/..%2fv1.json")]
    [InlineData("/scalar/v1/../../etc/passwd")]
    public async Task Get_APathThatLeadsOut_ShowsNothing(string target)
    {
        var answer = await RawHttp.GetAsync(Run.Address, target);

        Assert.InRange(RawHttp.StatusOf(answer), 400, 404);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size=..%2f..%2fetc%2fpasswd", HttpStatusCode.BadRequest)]
    [InlineData("size=320%2f..", HttpStatusCode.BadRequest)]
    [InlineData("size=0", HttpStatusCode.BadRequest)]
    [InlineData("size=-320", HttpStatusCode.BadRequest)]
    [InlineData("size=100000", HttpStatusCode.BadRequest)]
    [InlineData("size=321", HttpStatusCode.BadRequest)]
    [InlineData("size=160&size=320", HttpStatusCode.BadRequest)]
    [InlineData("v=..%2f..%2fetc%2fpasswd", HttpStatusCode.OK)]
    [InlineData("v=%00", HttpStatusCode.OK)]
    [InlineData("v=a&v=b", HttpStatusCode.OK)]
    public async Task Thumbnail_WithATraversingParameter_IsRefusedOrTheSame(string query, HttpStatusCode status)
    {
        var id = (await Run.IdsAsync(1))[0];

        using var response = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail?{query}");

        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK)
        {
            Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain("immutable", response.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_ATooLongQuery_IsRefused()
    {
        Assert.Equal(414, RawHttp.StatusOf(await RawHttp.GetAsync(Run.Address, "/api/images?q=" + new string('a', 9000))));
        Assert.Equal(414, RawHttp.StatusOf(await RawHttp.GetAsync(Run.Address, "/" + new string('a', 100_000))));
    }

    [Fact]
    public async Task Get_TooManyHeaders_IsRefused()
    {
        var long1 = await RawHttp.SendAsync(
            Run.Address,
            $"GET /api/images HTTP/1.1\r\nHost: {Run.Address.Authority}\r\nX-A: {new string('a', 17_000)}\r\nConnection: close\r\n\r\n");
        var many = string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"));

        Assert.Equal(431, RawHttp.StatusOf(long1));
        Assert.Equal(
            431, await StatusAsync($"GET /api/images HTTP/1.1\r\nHost: {Run.Address.Authority}\r\n{many}Connection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:5123")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task Any_WithAnotherHost_IsRefused(string host)
    {
        foreach (var address in new[] { "/api/images", "/", "/healthz", "/metrics", "/openapi/v1.json" })
            Assert.Equal(400, await StatusAsync($"GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    }

    [Fact]
    public async Task Any_WithoutAHostOrWithTwo_IsRefused()
    {
        Assert.Equal(400, RawHttp.StatusOf(await RawHttp.SendAsync(Run.Address, "GET /api/images HTTP/1.1\r\nConnection: close\r\n\r\n")));
        var host = $"Host: {Run.Address.Authority}";
        Assert.Equal(400, await StatusAsync($"GET /api/images HTTP/1.1\r\n{host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
        Assert.Equal(400, await StatusAsync($"GET http://evil.example/api/images HTTP/1.1\r\n{host}\r\nConnection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Unsafe_FromAnotherSite_IsForbidden(string type)
    {
        (string Name, string Value)[] origins =
        [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
            ("Origin", $"http://localhost:{Run.Address.Port}"), ("Origin", $"https://{Run.Address.Authority}"),
        ];
        foreach (var (method, address) in new[]
        {
            ("POST", "/api/index"), ("DELETE", "/api/index"), ("POST", "/api/recommendations"), ("POST", "/api/search"),
            ("PUT", "/api/users/a/interactions/1"),
            ("DELETE", "/api/users/a/interactions/1"), ("DELETE", "/api/users/a/interactions"), ("POST", "/api/session"),
            ("DELETE", "/api/session"),
        })
        {
            foreach (var (name, value) in origins)
            {
                using var content = new StringContent("""{"kind":"like"}""");
                using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
                request.Content.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                request.Headers.TryAddWithoutValidation(name, value);
                using var response = await Run.Client.SendAsync(request, Cancel);
                // What reads JSON only refuses a form for what it is, before it asks where it is from.
                Assert.True(
                    response.StatusCode == HttpStatusCode.Forbidden
                        || (response.StatusCode == HttpStatusCode.UnsupportedMediaType && method != "DELETE" && type != "application/json"),
                    $"{method} {address} as {type} with {name} {value} is answered {response.StatusCode}");
            }
        }

        Assert.Equal("idle", (await Run.GetAsync("/api/index")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Unsafe_FromTheOwnPage_IsAllowed()
    {
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(
            HttpMethod.Post, "/api/recommendations", "{}", ("Origin", Run.Address.GetLeftPart(UriPartial.Authority)),
            ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task Get_FromAnotherSite_CannotBeReadByIt()
    {
        using var response = await Run.SendAsync(HttpMethod.Get, "/api/images", null, ("Origin", "https://evil.example"));

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Theory]
    [InlineData("POST", "/api/recommendations")]
    [InlineData("POST", "/api/index")]
    [InlineData("POST", "/api/session")]
    [InlineData("PUT", "/api/users/a/interactions/1")]
    public async Task Json_TooLargeDeepOrNone_IsRefused(string method, string address)
    {
        var http = new HttpMethod(method);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, await Run.StatusAsync(http, address, $$"""{"key":"{{new string('a', 300_000)}}"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(http, address, new string('[', 100_000)));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(http, address, string.Concat(Enumerable.Repeat("{\"a\":", 10_000))));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(http, address, "{\"kind\""));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(http, address, "\0\0\0\0"));
        foreach (var type in new[]
        {
            "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/jpeg",
        })
        {
            using var content = new StringContent("""{"kind":"like","key":"a"}""");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var request = new HttpRequestMessage(http, address) { Content = content };
            using var response = await Run.Client.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        }
    }

    [Fact]
    public async Task Json_InInvalidUtf8_IsABadRequest()
    {
        using var content = new ByteArrayContent([.. "{\"label\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        using var response = await Run.Client.PostAsync(new Uri("/api/recommendations", UriKind.Relative), content, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("DELETE", "/api/images")]
    [InlineData("POST", "/api/images/1")]
    [InlineData("PUT", "/api/images/1/file")]
    [InlineData("PATCH", "/api/users/a/interactions/1")]
    [InlineData("PUT", "/api/index")]
    [InlineData("PUT", "/api/search")]
    [InlineData("GET", "/api/recommendations")]
    [InlineData("TRACE", "/api/images")]
    [InlineData("FOO", "/api/images")]
    public async Task Any_WithAnotherMethod_IsNotAllowed(string method, string address)
    {
        using var response = await Run.SendAsync(new HttpMethod(method), address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.NotEmpty(response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Get_WhatIsNotThere_IsNotFound()
    {
        foreach (var address in new[]
        {
            "/api", "/api/", "/api/nothing", "/api/images/1/nothing", "/api/users/a", "/nothing", "/.git/config", "/wwwroot/index.html",
            "/api/users//interactions",
        })
            Assert.Equal(404, RawHttp.StatusOf(await RawHttp.GetAsync(Run.Address, address)));
    }

    [Theory]
    [InlineData("GET /api/images HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData("GET /api/images\r\n\r\n")]
    [InlineData("GET /api/images HTTP/9.9\r\n\r\n")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    [InlineData("POST /api/recommendations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(
        "POST /api/recommendations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n\r\n")]
    [InlineData(
        "POST /api/recommendations HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nffffffffffffffff\r\n")]
    public async Task Any_ThatIsNoHttp_IsRefused(string text)
    {
        Assert.InRange(RawHttp.StatusOf(await RawHttp.SendAsync(Run.Address, text)), 400, 505);
    }

    [Fact]
    public async Task Requests_ThatAreAborted_LeaveTheServerWell()
    {
        // Of what takes the server long: every picture of the list is embedded again.
        const string Asked = "/api/users/a/recommendations?limit=20&maps=true";
        for (var i = 0; i < 50; i++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Run.Address.Host, Run.Address.Port, Cancel);
            var text = i % 2 == 0
                ? $"GET {Asked} HTTP/1.1\r\nHost: {Run.Address.Authority}\r\n\r\n"
                : $"POST /api/recommendations HTTP/1.1\r\nHost: {Run.Address.Authority}\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"positive\":[";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancel);
            client.LingerState = new LingerOption(enable: true, seconds: 0); // A reset, not a farewell.
        }

        using var soon = new CancellationTokenSource();
        var waiting = Run.Client.GetAsync(new Uri(Asked, UriKind.Relative), soon.Token);
        await soon.CancelAsync();
        try
        {
            (await waiting).Dispose(); // A fast server has answered by then.
        }
        catch (OperationCanceledException)
        {
        }

        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, Asked));
    }

    [Fact]
    public async Task Requests_ThatNeverEnd_DoNotKeepOthersWaiting()
    {
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var client = new TcpClient();
                slow.Add(client);
                await client.ConnectAsync(Run.Address.Host, Run.Address.Port, Cancel);
                await client.GetStream().WriteAsync("GET /api/images HTTP/1.1\r\nX-Slow: "u8.ToArray(), Cancel);
            }

            Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, "/api/images"));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Answers_OnFaults_SayNothingOfTheMachine()
    {
        foreach (var address in new[] { "/api/images/999", "/api/images?limit=x", "/api/users/a/recommendations?limit=x", "/api/nothing" })
        {
            using var response = await Run.SendAsync(HttpMethod.Get, address);
            var text = await response.Content.ReadAsStringAsync(Cancel);
            Assert.DoesNotContain(served.Gallery, text, StringComparison.Ordinal);
            Assert.DoesNotContain(".cs", text, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    private async Task<int> StatusAsync(string request) => RawHttp.StatusOf(await RawHttp.SendAsync(Run.Address, request));
}
