using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Kindred.Abuse.Http.Api;
using Kindred.Embeddings;
using Kindred.Images.Sources;
using Kindred.Libraries;
using Kindred.Server;
using Kindred.Storage.Sqlite;
using Kindred.Vision;

namespace Kindred.Tests.Server;

/// <summary>
/// A library served in this process, over real HTTP on a port that was free. What it answers is held against its own document.
/// </summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Library _library;
    private readonly Task _running;
    private readonly DocumentedAnswers _answers;

    private ServerRun(Library library, Task running, CancellationTokenSource stop, Uri address)
    {
        _library = library;
        _stop = stop;
        _running = running;
        _answers = new DocumentedAnswers(address);
        Client = new HttpClient(_answers) { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!; // Set at the start.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Serves a library, made where there is none.</summary>
    public static async Task<ServerRun> StartAsync(
        string libraryFolder, Func<ServerOptions, ServerOptions>? configure = null, Func<IImageEmbedder>? createEmbedder = null,
        IWordsEmbedder? words = null, PictureSources? pictures = null)
    {
        var library = new Library(
            SqliteLibraryStore.OpenOrCreate(libraryFolder), createEmbedder ?? (() => OnnxEmbedder.Load()), words: words,
            pictures: pictures);
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

    /// <summary>The server's own description.</summary>
    public Task<ApiDocument> DocumentAsync() => _answers.Document;

    /// <summary>The JSON document at an address.</summary>
    public Task<JsonElement> GetAsync(string address) => Client.GetFromJsonAsync<JsonElement>(address, Cancel);

    /// <summary>What is answered to a request, with a body of JSON if one is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    /// <summary>The status of an answer.</summary>
    public async Task<HttpStatusCode> StatusAsync(
        HttpMethod method, string address, string? json = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, address, json, headers);
        return response.StatusCode;
    }

    /// <summary>The JSON that a request is answered with, which must have succeeded.</summary>
    public async Task<JsonElement> JsonAsync(HttpMethod method, string address, string? json = null)
    {
        using var response = await SendAsync(method, address, json);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }

    /// <summary>What the gallery calls its first pictures.</summary>
    public async Task<long[]> IdsAsync(int count = 100) =>
    [
        .. (await GetAsync($"/api/images?limit={count}")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("id").GetInt64()),
    ];

    /// <summary>What the gallery calls the picture at a path.</summary>
    public async Task<long> IdAsync(string path) =>
        (await GetAsync("/api/images?limit=500")).GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("path").GetString() == path).GetProperty("id").GetInt64();

    /// <summary>Number of the gallery that requests see now.</summary>
    public async Task<int> GalleryNumberAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, "/api/labels");
        return int.Parse(Assert.Single(response.Headers.GetValues("X-Kindred-Gallery")));
    }

    /// <summary>Waits until the index run that is under way has ended.</summary>
    public async Task<JsonElement> IndexedAsync()
    {
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () => (run = await GetAsync("/api/index")).GetProperty("state").GetString() != "running", "The index run has not ended.");
        return run;
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
