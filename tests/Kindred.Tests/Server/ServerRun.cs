using System.Net.Http.Json;
using System.Text.Json;
using Kindred.Libraries;
using Kindred.Server;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Tests.Server;

/// <summary>A library served in this process, over real HTTP on a port that was free.</summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Library _library;
    private readonly Task _running;

    private ServerRun(Library library, Task running, CancellationTokenSource stop, Uri address)
    {
        _library = library;
        _stop = stop;
        _running = running;
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!; // Set at the start.

    /// <summary>Serves a library, made where there is none.</summary>
    public static async Task<ServerRun> StartAsync(string libraryFolder, Func<ServerOptions, ServerOptions>? configure = null)
    {
        var library = new Library(SqliteLibraryStore.OpenOrCreate(libraryFolder), () => OnnxEmbedder.Load());
        var options = new ServerOptions { Urls = ["http://127.0.0.1:0"], ThumbnailFolder = Path.Combine(libraryFolder, "thumbnails") };
        var started = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = new CancellationTokenSource();
        var running = KindredServer.RunAsync(
            library, configure?.Invoke(options) ?? options, addresses => started.SetResult(new Uri(addresses[0])), stop.Token);
        try
        {
            await await Task.WhenAny(started.Task, running);
            return new ServerRun(library, running, stop, await started.Task);
        }
        catch
        {
            stop.Dispose();
            await library.DisposeAsync();
            throw;
        }
    }

    /// <summary>The JSON document at an address.</summary>
    public Task<JsonElement> GetAsync(string address) => Client.GetFromJsonAsync<JsonElement>(address, TestContext.Current.CancellationToken);

    /// <summary>What the gallery calls its first pictures.</summary>
    public async Task<long[]> IdsAsync(int count = 100) =>
        [.. (await GetAsync($"/api/images?limit={count}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64())];

    /// <summary>Waits until the index run that is under way has ended.</summary>
    public async Task<JsonElement> IndexedAsync()
    {
        while (true)
        {
            var run = await GetAsync("/api/index");
            if (run.GetProperty("state").GetString() != "running")
                return run;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        Client.Dispose();
        _stop.Dispose();
        await _library.DisposeAsync();
    }
}
