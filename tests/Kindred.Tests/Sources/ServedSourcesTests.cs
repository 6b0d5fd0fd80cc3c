using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Kindred.Images.Sources;
using Kindred.Tests.Server;

namespace Kindred.Tests.Sources;

/// <summary>What a server shows of pictures that are in storage elsewhere.</summary>
public sealed class ServedSourcesTests : IAsyncLifetime
{
    private const string Gallery = $"s3://{S3Server.Bucket}/shop";

    private readonly TemporaryFolder _folder = new();
    private S3Server _storage = null!; // Started before each test.
    private ServerRun _run = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _storage = await S3Server.StartNewAsync();
        for (var i = 0; i < 6; i++)
            _storage.Put($"shop/{(i < 3 ? "cat" : "dog")}/{i}.jpg", Draw(i));
        _storage.Put("shop/dog/again.jpg", Draw(5));
        _storage.Put("secrets/1.jpg", Draw(7));
        _run = await ServerRun.StartAsync(
            Path.Combine(_folder.Path, "library"), options => options with { IndexAtStart = Gallery, AllowChanges = true },
            pictures: new PictureSources(("s3", () => _storage.Pictures())));
        await Eventually.TrueAsync(async () => (await _run.IdsAsync()).Length == 7, "The gallery is not there.");
        await _run.IndexedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Picture_IsShownWholeSmallAndExplained()
    {
        var id = await _run.IdAsync("cat/1.jpg");

        using var original = await _run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file");
        Assert.Equal(Draw(1), await original.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/jpeg", original.Content.Headers.ContentType?.MediaType);
        using var thumbnail = await _run.SendAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail");
        Assert.Equal(HttpStatusCode.OK, thumbnail.StatusCode);
        var list = await _run.JsonAsync(
            HttpMethod.Post, "/api/recommendations", $$"""{ "positive": ["{{id}}"], "heatMaps": true, "limit": 3 }""");
        Assert.All(
            list.GetProperty("items").EnumerateArray(),
            item => Assert.Equal(JsonValueKind.Array, item.GetProperty("heatMap").ValueKind));
    }

    [Fact]
    public async Task Picture_WhoseStorageIsAway_IsNotGone()
    {
        var id = await _run.IdAsync("cat/1.jpg");
        _storage.Breaks = (_, _) => true;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/thumbnail"));
        Assert.Equal(HttpStatusCode.OK, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/similar"));

        var answer = await _run.JsonAsync(HttpMethod.Post, "/api/index");
        Assert.NotEqual("failed", answer.GetProperty("state").GetString());
        var run = await _run.IndexedAsync();
        Assert.Equal("failed", run.GetProperty("state").GetString());
        Assert.Equal($"The storage of {Gallery} does not answer.", run.GetProperty("error").GetString());
        Assert.Equal(7, (await _run.IdsAsync()).Length);

        _storage.Breaks = (_, _) => false;
        Assert.Equal(HttpStatusCode.OK, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file"));
    }

    [Fact]
    public async Task Picture_ThatIsGoneOrAnotherByNow_IsGone()
    {
        var (gone, changed) = (await _run.IdAsync("cat/1.jpg"), await _run.IdAsync("cat/2.jpg"));
        _storage.Remove("shop/cat/1.jpg");
        _storage.Put("shop/cat/2.jpg", Draw(40));

        Assert.Equal(HttpStatusCode.Gone, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{gone}/file"));
        Assert.Equal(HttpStatusCode.Gone, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{changed}/file"));
        Assert.Equal(HttpStatusCode.Gone, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{changed}/thumbnail"));
    }

    [Fact]
    public async Task Changes_AreRefusedInOneLine()
    {
        var ids = new[] { await _run.IdAsync("dog/5.jpg"), await _run.IdAsync("dog/again.jpg") };

        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/images/id:new") { Content = new ByteArrayContent(Draw(50)) };
        put.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var placed = await _run.Client.SendAsync(put, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, placed.StatusCode);
        Assert.Contains(
            "kept at s3://, where nothing is changed from here", await placed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await _run.StatusAsync(HttpMethod.Delete, $"/api/images/{ids[0]}"));
        var moved = await _run.JsonAsync(
            HttpMethod.Post, "/api/near-duplicates/moves", $$"""{ "groups": [{ "keep": {{ids[0]}}, "move": [{{ids[1]}}] }] }""");
        Assert.Contains("nothing is moved", moved.ToString(), StringComparison.Ordinal);
        Assert.Equal(8, _storage.Keys.Count());
        Assert.All(_storage.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Clients_GetAtNothingButTheGallerysPictures()
    {
        _storage.ClearRequests();

        foreach (var name in (string[])["s3://gallery/secrets/1.jpg", "../secrets/1.jpg", "http://169.254.169.254/1.jpg"])
        {
            var escaped = Uri.EscapeDataString(name);
            Assert.Equal(HttpStatusCode.NotFound, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{escaped}/file"));
            Assert.Equal(HttpStatusCode.NotFound, await _run.StatusAsync(HttpMethod.Get, $"/api/images/{escaped}/similar"));
            Assert.Equal(
            HttpStatusCode.BadRequest, await _run.StatusAsync(HttpMethod.Post, "/api/index", $$"""{ "folder": "{{name}}" }"""));
        }

        Assert.Empty(_storage.Requests);
        Assert.DoesNotContain(S3Server.SecretKey, (await _run.GetAsync("/api/status")).ToString(), StringComparison.Ordinal);
    }

    private byte[] Draw(int seed)
    {
        var file = _folder.File("drawn", $"{seed}.jpg");
        TestPictures.Write(file, seed);
        return File.ReadAllBytes(file);
    }
}
