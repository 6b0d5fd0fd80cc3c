using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Tests.Cli;
using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Server.Similar;

/// <summary>Searching with a picture that is sent.</summary>
public sealed class SearchRouteTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ServerRun Run => served.Run;

    [Fact]
    public async Task Search_WithAPicture_IsWhatTheCommandLineSays()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("outside.jpg"), served.Outside, Cancel);
        var command = await CliRun.InProcessAsync("similar", folder.File("outside.jpg"), "-k", "7", "--library", served.Library, "--json");

        var found = await SearchAsync(served.Outside, "?limit=7", "my picture.jpg");

        var query = found.GetProperty("query");
        Assert.Equal(("my picture.jpg", JsonValueKind.Null), (query.GetProperty("name").GetString(), query.GetProperty("image").ValueKind));
        Assert.Equal((96, 72), (query.GetProperty("width").GetInt32(), query.GetProperty("height").GetInt32()));
        Assert.Equal(
            command.Json.GetProperty("results").EnumerateArray().Select(PathOf),
            found.GetProperty("items").EnumerateArray().Select(PathOf));
        Assert.All(
            command.Json.GetProperty("results").EnumerateArray().Zip(found.GetProperty("items").EnumerateArray()),
            pair => Assert.Equal(pair.First.GetProperty("score").GetDouble(), pair.Second.GetProperty("score").GetDouble(), 1e-5));
        Assert.Empty(found.GetProperty("nearDuplicates").EnumerateArray());
    }

    [Fact]
    public async Task Search_WithAPictureOfTheGallery_FindsItsNearDuplicates()
    {
        var found = await SearchAsync(await File.ReadAllBytesAsync(Path.Combine(served.Gallery, "cat", "00.jpg"), Cancel));

        long[] expected = [await Run.IdAsync("cat/00 again.jpg"), await Run.IdAsync("cat/00.jpg")];
        foreach (var name in new[] { "nearDuplicates", "copies" })
            Assert.Equal(expected.Order(), found.GetProperty(name).EnumerateArray().Select(id => id.GetInt64()).Order());
    }

    [Fact]
    public async Task Search_WithALabel_FindsOnlyThose()
    {
        var found = await SearchAsync(served.Outside, "?limit=500&label=dog");

        Assert.Equal(12, found.GetProperty("items").GetArrayLength());
        Assert.All(found.GetProperty("items").EnumerateArray(), result => Assert.Equal("dog", result.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task Search_Twice_LeavesNothingBehind()
    {
        var before = Directory.EnumerateFiles(served.Library, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();

        await SearchAsync(served.Outside);
        await SearchAsync(served.Outside);

        Assert.Equal(before, Directory.EnumerateFiles(served.Library, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        Assert.Equal(25, (await Run.GetAsync("/api/images")).GetProperty("total").GetInt32());
    }

    /// <summary>Every kind of picture there is, whatever it is called.</summary>
    [Fact]
    public async Task Search_WithEveryGoodFile_IsAnswered()
    {
        foreach (var (name, bytes) in PictureFolder.Good)
        {
            using var response = await SendAsync(bytes(), name);
            Assert.True(response.IsSuccessStatusCode, $"{name} is answered {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("empty.jpg", HttpStatusCode.UnprocessableEntity)]
    [InlineData("text.jpg", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("truncated.jpg", HttpStatusCode.UnprocessableEntity)]
    [InlineData("huge.png", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("drawing.svg.png", HttpStatusCode.UnsupportedMediaType)]
    public async Task Search_WithABadFile_SaysWhatIsWrong(string name, HttpStatusCode status)
    {
        using var response = await SendAsync(PictureFolder.Bad[name].Bytes(), name);

        Assert.Equal(status, response.StatusCode);
        Assert.NotEmpty(
            JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.jpg", "boot.jpg")]
    [InlineData("/", "image")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")]
    [InlineData("猫.jpg", "猫.jpg")]
    public async Task Search_WithAnyFileName_UsesItOnlyAsAName(string sent, string name)
    {
        var found = await SearchAsync(served.Outside, "?limit=1", sent);

        Assert.Equal(name, found.GetProperty("query").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Search_WithoutAForm_IsUnsupported()
    {
        foreach (var type in new[]
        {
            "image/jpeg", "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/mixed; boundary=x",
        })
        {
            using var content = new ByteArrayContent(served.Outside);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await Run.Client.PostAsync(new Uri("/api/search", UriKind.Relative), content, Cancel);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        }
    }

    [Fact]
    public async Task Search_WithABrokenForm_IsABadRequest()
    {
        foreach (var (type, body) in new[]
        {
            ("multipart/form-data", "--x\r\n\r\n--x--\r\n"),
            ("multipart/form-data; boundary=x", ""),
            ("multipart/form-data; boundary=x", "--x--\r\n"),
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\ntext, no file\r\n--x--\r\n"),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.jpg\"\r\n\r\nabc\r\n--x--\r\n"),
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\nabc"),
            ("multipart/form-data; boundary=x", "--x\r\nX-Long: " + new string('a', 100_000)),
        })
        {
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await Run.Client.PostAsync(new Uri("/api/search", UriKind.Relative), content, Cancel);
            Assert.True(
                response.StatusCode == HttpStatusCode.BadRequest,
                $"{type} {body[..Math.Min(body.Length, 60)]} is answered {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("k=0")]
    [InlineData("k=501")]
    [InlineData("k=x")]
    public async Task Search_ForABadNumber_IsABadRequest(string query)
    {
        using var response = await SendAsync(served.Outside, "a.jpg", "?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Search_ThatIsCutOff_LeavesPlaceForOthers()
    {
        for (var i = 0; i < 40; i++)
        {
            using var stop = new CancellationTokenSource();
            using var endless = new GeneratedContent(1 << 20, saysLength: true, pauseAfter: 32 << 10);
            using var form = new MultipartFormDataContent { { endless, "image", "slow.jpg" } };
            var sending = Run.Client.PostAsync(new Uri("/api/search", UriKind.Relative), form, stop.Token);
            await Task.Delay(5, Cancel);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        Assert.Equal(20, (await SearchAsync(served.Outside)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Search_ManyAtOnce_AllGetTheSame()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => SearchAsync(served.Outside)));

        Assert.All(all, one => Assert.Equal(all[0].GetRawText(), one.GetRawText()));
    }

    private static string? PathOf(JsonElement picture) => picture.GetProperty("path").GetString();

    private async Task<HttpResponseMessage> SendAsync(byte[] bytes, string name, string query = "")
    {
        using var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        // Quoted by hand, as browsers do.
        file.Headers.TryAddWithoutValidation(
            "Content-Disposition", $"form-data; name=\"image\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\"");
        form.Add(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/search" + query) { Content = form };
        return await Run.Client.SendAsync(request, Cancel);
    }

    private async Task<JsonElement> SearchAsync(byte[] bytes, string query = "", string name = "picture.jpg")
    {
        using var response = await SendAsync(bytes, name, query);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement;
    }
}
