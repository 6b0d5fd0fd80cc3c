using Kindred.Server;
using System.Net;
using System.Net.Sockets;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server;

/// <summary>What the server refuses to start with, and how much it lets one client ask.</summary>
public sealed class ServerStartTests : IDisposable
{
    private const string Key = "correct horse battery staple";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://0.0.0.0:0", null, "KINDRED_API_KEY")]
    [InlineData("http://*:0", null, "KINDRED_API_KEY")]
    [InlineData("http://+:0", null, "KINDRED_API_KEY")]
    [InlineData("http://[::]:0", null, "KINDRED_API_KEY")]
    [InlineData("http://192.168.1.1:0", null, "KINDRED_API_KEY")]
    [InlineData("http://example.com:0", null, "KINDRED_API_KEY")]
    [InlineData("http://localhost.example.com:0", null, "KINDRED_API_KEY")]
    [InlineData("http://0.0.0.0:0", "short", "16")]
    [InlineData("http://127.0.0.1:0", "short", "16")]
    [InlineData("http://127.0.0.1:0", "", "16")]
    [InlineData("https://127.0.0.1:0", Key, "https")]
    [InlineData("ftp://127.0.0.1", Key, "ftp")]
    [InlineData("127.0.0.1:5123", Key, "127.0.0.1:5123")]
    [InlineData("nonsense", Key, "nonsense")]
    [InlineData("", Key, "address")]
    [InlineData("http://127.0.0.1:99999", Key, "99999")]
    [InlineData("http://127.0.0.1:0/path", Key, "path")]
    public async Task Run_WithUnsafeOrBadOptions_SaysWhatToDo(string url, string? key, string says)
    {
        AccessKey[] keys = key is null ? [] : [new AccessKey(AccessRole.Admin, key)];
        var fault = await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(_folder.File("library"), options => options with { Urls = [url], Keys = keys }));

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Run_WithOneUnsafeAddressOfTwo_IsRefused()
    {
        await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(
                _folder.File("library"), options => options with { Urls = ["http://127.0.0.1:0", "http://0.0.0.0:0"] }));
        await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(_folder.File("library"), options => options with { Urls = [] }));
    }

    [Fact]
    public async Task Run_BeyondThisMachineWithAKey_IsAllowed()
    {
        await using var run = await ServerRun.StartAsync(
            _folder.File("library"),
            options => options with { Urls = ["http://0.0.0.0:0"], Keys = [new AccessKey(AccessRole.Admin, Key)] });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{run.Address.Port}") };

        using var refused = await client.GetAsync(new Uri("/api/images", UriKind.Relative), TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        using var shown = await client.GetAsync(new Uri("/api/images", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, shown.StatusCode));
    }

    [Fact]
    public async Task Run_OnAPortInUse_SaysSo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var fault = await Assert.ThrowsAsync<KindredException>(
            () => ServerRun.StartAsync(_folder.File("library"), options => options with { Urls = [url] }));
        var command = await CliRun.InProcessAsync("serve", "--library", _folder.File("library"), "--urls", url);

        Assert.Contains("in use", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--urls", fault.Message, StringComparison.Ordinal);
        AssertOneLine(command, "in use");
    }

    [Fact]
    public async Task Serve_WithUnsafeOptions_IsOneLineAndExitCode1()
    {
        Assert.Equal(0, (await CliRun.InProcessAsync("sample", _folder.File("gallery"), "-n", "2")).ExitCode);
        Assert.Equal(0, (await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", _folder.File("library"))).ExitCode);
        await File.WriteAllTextAsync(_folder.File("short.key"), "short\n", TestContext.Current.CancellationToken);
        string[] serve = ["serve", "--library", _folder.File("library"), "--urls"];

        AssertOneLine(await CliRun.InProcessAsync([.. serve, "http://0.0.0.0:0"]), "KINDRED_API_KEY");
        AssertOneLine(await CliRun.InProcessAsync([.. serve, "http://127.0.0.1:0", "--api-key-file", _folder.File("short.key")]), "16");
        AssertOneLine(
            await CliRun.InProcessAsync([.. serve, "http://127.0.0.1:0", "--api-key-file", _folder.File("no.key")]), "cannot be read");
        AssertOneLine(await CliRun.InProcessAsync([.. serve, "nonsense"]), "nonsense");
    }

    [Fact]
    public async Task Requests_BeyondTheRateLimit_AreRefusedUntilLater()
    {
        await using var run = await ServerRun.StartAsync(_folder.File("library"), options => options with { RateLimit = 1 });

        var refused = 0;
        for (var i = 0; i < 60; i++)
        {
            using var response = await run.SendAsync(HttpMethod.Get, "/api/labels");
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                continue;
            refused++;
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        // Twenty at once and one a second.
        Assert.InRange(refused, 1, 41);
    }

    [Fact]
    public async Task Requests_WithoutARateLimit_AreAllAnswered()
    {
        await using var run = await ServerRun.StartAsync(_folder.File("library"), options => options with { RateLimit = 0 });

        for (var i = 0; i < 100; i++)
            Assert.Equal(HttpStatusCode.OK, await run.StatusAsync(HttpMethod.Get, "/api/labels"));
    }

    private static void AssertOneLine(CliRun command, string says)
    {
        Assert.Equal((1, ""), (command.ExitCode, command.Output));
        var line = Assert.Single(command.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("kindred: ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
    }
}
