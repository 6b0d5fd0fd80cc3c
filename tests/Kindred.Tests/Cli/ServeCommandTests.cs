using System.Diagnostics;
using System.Text.Json;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

public sealed class ServeCommandTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    [Fact]
    public async Task Serve_ToldToStop_EndsCleanlyAndHasWrittenOneDocument()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to end a process kindly.");
        using var process = CliRun.Start("serve", "--library", gallery.Library, "--urls", "http://127.0.0.1:0", "--log-requests", "--json");
        var address = await AddressAsync(process);
        using var client = new HttpClient();
        var health = await client.GetStringAsync($"{address}/healthz", TestContext.Current.CancellationToken);

        Signal.Send(process, Signal.Terminate);
        var rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var log = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("healthy", health, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", rest.Trim());
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(lines, line => line.GetProperty("State").TryGetProperty("Path", out var path) && path.GetString() == "/healthz");
    }

    [Fact]
    public async Task Serve_AFolderThatIsNew_MakesTheLibraryAndIndexesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal to end a process kindly.");
        var pictures = Path.GetDirectoryName(gallery.File("served", "0.jpg"))!; // A file is in a folder.
        for (var i = 0; i < 3; i++)
            TestPictures.Write(Path.Combine(pictures, $"{i}.jpg"), i);
        using var process = CliRun.Start(
            "serve", pictures, "--library", gallery.File("served-library", "x")[..^2], "--urls", "http://127.0.0.1:0", "--json");
        var address = await AddressAsync(process);
        using var client = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var images = JsonDocument.Parse(
                    await client.GetStringAsync($"{address}/api/images", TestContext.Current.CancellationToken));
                return images.RootElement.GetProperty("total").GetInt32() == 3;
            },
            "The folder has not been indexed.");

        Signal.Send(process, Signal.Terminate);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "needs a key")]
    [InlineData("http://*:0", "needs a key")]
    [InlineData("https://127.0.0.1:0", "is not an address to listen on")]
    [InlineData("nonsense", "is not an address to listen on")]
    public async Task Serve_AnAddressThatWillNotDo_IsRefusedInOneLine(string url, string reason)
    {
        var run = await CliRun.InProcessAsync("serve", "--library", gallery.Library, "--urls", url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(reason, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AFolderThatIsNotThere_IsRefusedWhereThereIsALibraryToo()
    {
        var run = await CliRun.InProcessAsync("serve", "nowhere", "--library", gallery.Library, "--urls", "http://127.0.0.1:0");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("kindred: There is no folder nowhere; check the name.", run.Error.Trim());
    }

    [Fact]
    public async Task Serve_AKeyThatIsTooShort_IsRefused()
    {
        var file = gallery.File("key", "short.txt");
        await File.WriteAllTextAsync(file, "secret\n", TestContext.Current.CancellationToken);

        var run = await CliRun.InProcessAsync("serve", "--library", gallery.Library, "--api-key-file", file);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("at least 16", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_APortThatIsTaken_IsRefusedInOneLine()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        var run = await CliRun.InProcessAsync("serve", "--library", gallery.Library, "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--urls", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<string> AddressAsync(Process process)
    {
        var document = "";
        while (!document.TrimEnd().EndsWith("\n}", StringComparison.Ordinal))
            document += await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) + "\n";
        return JsonDocument.Parse(document).RootElement.GetProperty("urls")[0].GetString()!; // An address is a string.
    }
}
