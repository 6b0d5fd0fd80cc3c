using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Cluster;

/// <summary>One node of a cluster: <c>kindred serve --cluster</c> as a process of its own, with a cache of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = new();

    private NodeProcess(Process process, Uri address, int port, string cache)
    {
        Process = process;
        Address = address;
        Port = port;
        Cache = cache;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Process Process { get; }

    public Uri Address { get; }

    /// <summary>The port for other nodes.</summary>
    public int Port { get; }

    public string Cache { get; }

    public HttpClient Client { get; }

    public string Log => string.Join('\n', _log);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts a node; it may not be ready when this ends.</summary>
    public static async Task<NodeProcess> StartAsync(string cache, int? port = null, string? url = null, params string[] args)
    {
        var own = port ?? FreePort.Find();
        string[] all =
        [
            // The same one if it joins again.
            "serve", "--urls", url ?? $"http://127.0.0.1:{FreePort.Find()}", "--json", "--cluster",
                "--cluster-port", own.ToString(CultureInfo.InvariantCulture), "--rate-limit", "0", .. args,
        ];
        var process = CliRun.Start(all, ("XDG_CACHE_HOME", cache));
        var log = new ConcurrentQueue<string>();
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        var json = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            json.AppendLine(line);
            if (line != "}")
                continue;
            if (!JsonDocument.Parse(json.ToString()).RootElement.TryGetProperty("urls", out var urls))
                break; // It is an error.
            var address = urls[0].GetString()!; // It listens.
            var node = new NodeProcess(process, new Uri(address), own, cache);
            process.ErrorDataReceived += (_, more) => node._log.Enqueue(more.Data ?? "");
            foreach (var before in log)
                node._log.Enqueue(before);
            return node;
        }

        await process.WaitForExitAsync(Cancel);
        throw new InvalidOperationException($"{json}\n{string.Join('\n', log)}");
    }

    public async Task<HttpStatusCode> ReadyAsync()
    {
        using var response = await Client.GetAsync(new Uri("/ready", UriKind.Relative), Cancel);
        return response.StatusCode;
    }

    public Task BecomesReadyAsync() => Eventually.TrueAsync(async () =>
    {
        Assert.False(Process.HasExited, Log);
        try
        {
            return await ReadyAsync() == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // One that joins again does not listen for a moment.
        }
    }, "The node has not become ready.");

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!Process.HasExited)
            Process.Kill();
        await Process.WaitForExitAsync(CancellationToken.None);
        Process.Dispose();
    }
}
