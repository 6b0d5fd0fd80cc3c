using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Kindred.Server;
using Kindred.Tests.Server.Page;

namespace Kindred.Tests.Server.Changes;

/// <summary>A small gallery whose pictures may be changed over HTTP, and what is sent there.</summary>
internal sealed class ChangeableGallery : IAsyncDisposable
{
    private readonly SmallGallery _gallery;
    private readonly TemporaryFolder _drawings = new();

    private ChangeableGallery(SmallGallery gallery) => _gallery = gallery;

    public ServerRun Run => _gallery.Run;

    public string Folder => _gallery.Folder;

    /// <summary>Where files are kept that were replaced or taken out.</summary>
    public string Kept => Path.Combine(Path.GetDirectoryName(Folder)!, "library", "removed"); // It is in a folder.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Serves a gallery of two chairs and a table.</summary>
    public static async Task<ChangeableGallery> StartAsync(
        Func<ServerOptions, ServerOptions>? configure = null, Action<string>? prepare = null) => new(await SmallGallery.StartAsync(
        ["chair_one.jpg", "chair_two.jpg", "table_one.jpg"],
        options => configure?.Invoke(options with { AllowChanges = true }) ?? options with { AllowChanges = true }, prepare));

    /// <summary>The bytes of a picture that is drawn from a number.</summary>
    public byte[] Draw(int seed, string extension = ".jpg", int width = 96, int height = 72)
    {
        var file = _drawings.File($"{seed}{extension}");
        TestPictures.Write(file, seed, width, height);
        return File.ReadAllBytes(file);
    }

    /// <summary>Sends a picture as it is.</summary>
    public Task<(HttpStatusCode Status, JsonElement Answer)> PutAsync(string picture, byte[] bytes) =>
        PutFileAsync(picture, bytes, "image/jpeg");

    /// <summary>Sends a picture as it is, as a type and with headers.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PutFileAsync(
        string picture, byte[] bytes, string type, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/images/{picture}") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(request);
    }

    /// <summary>Sends a picture in a form, with what is to be known of it.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PutAsync(string picture, byte[] bytes, string attributes)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(bytes), "image", "any.jpg" }, { new StringContent(attributes), "attributes" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/images/{picture}") { Content = form };
        return await SendAsync(request);
    }

    /// <summary>Sends several pictures in a form.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(params (string Name, byte[] Bytes)[] pictures)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in pictures)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"image\"; filename=\"{name}\"");
            form.Add(file);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/images") { Content = form };
        return await SendAsync(request);
    }

    /// <summary>Sends a request without a body.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> DeleteAsync(string picture)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/images/{picture}");
        return await SendAsync(request);
    }

    /// <summary>Starts to fetch, waits for the end, and gives what became of each picture.</summary>
    public async Task<JsonElement[]> FetchAsync(string images)
    {
        var started = await Run.JsonAsync(HttpMethod.Post, "/api/fetches", $$"""{"images":{{images}} }""");
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () => (run = await Run.GetAsync($"/api/fetches/{started.GetProperty("id").GetString()}"))
                .GetProperty("state").GetString() != "running",
            "Fetching has not ended.");
        Assert.Equal("done", run.GetProperty("state").GetString());
        return [.. run.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Paths of the gallery's pictures as they are served.</summary>
    public async Task<string[]> PathsAsync() =>
    [
        .. (await Run.GetAsync("/api/images?limit=500")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("path").GetString()!),
    ];

    /// <summary>Names of the files in the gallery's folder, hidden ones too.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFileSystemEntries(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await _gallery.DisposeAsync();
        _drawings.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpRequestMessage request)
    {
        using var response = await Run.Client.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }
}
