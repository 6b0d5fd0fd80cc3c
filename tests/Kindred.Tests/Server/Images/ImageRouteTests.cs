using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Kindred.Galleries;
using SkiaSharp;

namespace Kindred.Tests.Server.Images;

/// <summary>Pictures as they are listed and sent.</summary>
public sealed class ImageRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerRun Run => served.Run;

    [Fact]
    public async Task List_PageByPage_HasNoGapsAndNoRepeats()
    {
        var paths = new List<string>();
        for (var offset = 0; offset < 30; offset += 7)
        {
            var page = await Run.GetAsync($"/api/images?offset={offset}&limit=7");
            Assert.Equal((25, offset), (page.GetProperty("total").GetInt32(), page.GetProperty("offset").GetInt32()));
            paths.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()!));
        }

        var files = Directory.EnumerateFiles(served.Gallery, "*.jpg", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(served.Gallery, file))
            .Where(path => !path.EndsWith("broken.jpg", StringComparison.Ordinal));
        Assert.Equal(files.Order(StringComparer.Ordinal), paths);
    }

    [Fact]
    public async Task List_OfTheGallery_SaysWhatTheFilesSay()
    {
        var list = await Run.GetAsync("/api/images");

        Assert.All(list.GetProperty("items").EnumerateArray(), item =>
        {
            var file = Path.Combine(served.Gallery, item.GetProperty("path").GetString()!);
            using var picture = SKBitmap.Decode(file);
            Assert.Equal((picture.Width, picture.Height), (item.GetProperty("width").GetInt32(), item.GetProperty("height").GetInt32()));
            Assert.Equal(new FileInfo(file).Length, item.GetProperty("bytes").GetInt64());
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(file)), item.GetProperty("label").GetString());
            var sha = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            Assert.Equal(
                $"/api/images/{item.GetProperty("id").GetInt64()}/thumbnail?v={sha[..12]}", item.GetProperty("thumbnail").GetString());
        });
    }

    [Theory]
    [InlineData("label=cat", 13)]
    [InlineData("label=cat&label=dog", 25)]
    [InlineData("label=cat&label=cat", 13)]
    [InlineData("label=Cat", 0)]
    [InlineData("label=", 0)]
    [InlineData("label=horse", 0)]
    [InlineData("label=cat%27%20OR%201=1--", 0)]
    [InlineData("q=AGAIN", 1)]
    [InlineData("q=cat%2F", 13)]
    [InlineData("q=", 25)]
    [InlineData("q=%25", 0)]
    [InlineData("q=..%2F..%2Fetc%2Fpasswd", 0)]
    [InlineData("q=0.jpg&label=dog", 1)]
    [InlineData("offset=2147483647", 25)]
    public async Task List_WithFilters_CountsWhatPasses(string query, int total)
    {
        var list = await Run.GetAsync($"/api/images?{query}");

        Assert.Equal(total, list.GetProperty("total").GetInt32());
        Assert.Equal(query.StartsWith("offset", StringComparison.Ordinal) ? 0 : total, list.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=-1")]
    [InlineData("limit=all")]
    [InlineData("limit=5&limit=6")]
    [InlineData("limit=1.5")]
    [InlineData("offset=-1")]
    [InlineData("offset=2147483648")]
    public async Task List_OfNoSuchPage_IsABadRequest(string query)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/images?{query}"));
    }

    [Fact]
    public async Task List_WithAHundredLabels_IsAnswered()
    {
        var labels = string.Join('&', Enumerable.Range(0, 99).Select(i => $"label=label{i}").Append("label=dog"));

        Assert.Equal(12, (await Run.GetAsync($"/api/images?{labels}")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task List_WithTooLongAQ_IsABadRequest()
    {
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, $"/api/images?q={new string('a', 1000)}"));
        Assert.Equal(HttpStatusCode.BadRequest, await Run.StatusAsync(HttpMethod.Get, $"/api/images?q={new string('a', 1001)}"));
    }

    [Fact]
    public async Task Labels_OfTheGallery_AreItsFolders()
    {
        var labels = await Run.GetAsync("/api/labels");

        Assert.Equal(
            [("cat", 13), ("dog", 12)],
            labels.GetProperty("items").EnumerateArray()
                .Select(label => (label.GetProperty("label").GetString(), label.GetProperty("images").GetInt32())));
    }

    [Fact]
    public async Task Image_ById_IsTheOneInTheList()
    {
        var list = await Run.GetAsync("/api/images?limit=3");

        foreach (var item in list.GetProperty("items").EnumerateArray())
            Assert.Equal(item.GetRawText(), (await Run.GetAsync($"/api/images/{item.GetProperty("id").GetInt64()}")).GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/file")]
    [InlineData("/thumbnail")]
    [InlineData("/similar")]
    public async Task Image_ThatIsNotThere_IsNotFound(string what)
    {
        foreach (var id in new[]
        {
            "0", "-1", "999999", "9223372036854775807", "9223372036854775808", "99999999999999999999999", "abc", "1e3", "1;drop", "%00",
            "%2e%2e", "null", "0x1",
        })
        {
            // Kestrel itself refuses %00, with nothing more to say.
            if (id != "%00")
                Assert.Equal(HttpStatusCode.NotFound, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}{what}"));
        }
    }

    [Fact]
    public async Task File_OfAPicture_IsItsBytesWithTypeAndTag()
    {
        var id = await Run.IdAsync("cat/03.jpg");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(served.Gallery, "cat", "03.jpg"), Cancel);

        using var response = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file");

        Assert.Equal("image/jpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"", response.Headers.ETag?.Tag);
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(response.Headers.CacheControl?.Public);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("thumbnail")]
    public async Task Head_OfAFile_SaysWhatGetSaysWithoutTheFile(string what)
    {
        var address = $"/api/images/{await Run.IdAsync("cat/03.jpg")}/{what}";
        using var whole = await Run.SendAsync(HttpMethod.Get, address);
        // Outside the documented routes: a HEAD is a GET without its body.
        using var client = new HttpClient { BaseAddress = Run.Address };
        using var request = new HttpRequestMessage(HttpMethod.Head, address);

        using var head = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(
            (whole.Headers.ETag, whole.Content.Headers.ContentType, whole.Content.Headers.ContentLength),
            (head.Headers.ETag, head.Content.Headers.ContentType, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task List_ToAClientThatReadsBrotli_IsCompressed()
    {
        using var client = new HttpClient { BaseAddress = Run.Address };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        using var response = await client.GetAsync(new Uri("/api/images", UriKind.Relative), Cancel);
        await using var stream = new BrotliStream(await response.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var list = await JsonDocument.ParseAsync(stream, cancellationToken: Cancel);

        Assert.Equal("br", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.True(list.RootElement.GetProperty("total").GetInt32() > 0);
    }

    [Fact]
    public async Task File_ThatIsKnown_IsNotSentAgain()
    {
        var id = (await Run.IdsAsync(1))[0];
        using var first = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file");

        using var known = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file", null, ("If-None-Match", first.Headers.ETag!.Tag));
        using var other = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file", null, ("If-None-Match", "\"other\""));

        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=-7", -7, 7)]
    public async Task File_OfARange_IsThatPart(string range, int start, int length)
    {
        var id = await Run.IdAsync("dog/15.jpg");
        var bytes = await File.ReadAllBytesAsync(Path.Combine(served.Gallery, "dog", "15.jpg"), Cancel);
        if (start < 0)
            start += bytes.Length;

        using var response = await Run.SendAsync(HttpMethod.Get, $"/api/images/{id}/file", null, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(bytes[start..(start + length)], await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(new ContentRangeHeaderValue(start, start + length - 1, bytes.Length), response.Content.Headers.ContentRange);
    }

    [Fact]
    public async Task File_OfARangeBeyondItsEnd_IsNotSatisfiable()
    {
        var id = (await Run.IdsAsync(1))[0];

        Assert.Equal(
            HttpStatusCode.RequestedRangeNotSatisfiable,
            await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file", null, ("Range", "bytes=99999999-")));
        Assert.Equal(HttpStatusCode.OK, await Run.StatusAsync(HttpMethod.Get, $"/api/images/{id}/file", null, ("Range", "bytes=nonsense")));
    }
}
