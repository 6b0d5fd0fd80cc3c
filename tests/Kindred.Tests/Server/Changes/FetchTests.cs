using System.Net;
using System.Text.Json;

namespace Kindred.Tests.Server.Changes;

/// <summary>Pictures that are fetched from other servers into the gallery.</summary>
public sealed class FetchTests : IAsyncLifetime
{
    private readonly PictureServer _other = new();
    private ChangeableGallery? _gallery;

    private ChangeableGallery Gallery => _gallery!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A name that leads to this machine is allowed too: it is the address that decides.
    public async ValueTask InitializeAsync() => _gallery = await ChangeableGallery.StartAsync(options => options with
    {
        FetchFrom = [_other.Source, "localhost:1", "10.255.255.1"],
        UploadBytes = 1 << 20,
    });

    public async ValueTask DisposeAsync()
    {
        if (_gallery is not null)
            await _gallery.DisposeAsync();
        _other.Dispose();
    }

    [Fact]
    public async Task Fetch_OfAList_SaysWhatBecameOfEach()
    {
        var two = await File.ReadAllBytesAsync(Path.Combine(Gallery.Folder, "chair_two.jpg"), Cancel);
        var large = new byte[(1 << 20) + 1];
        Gallery.Draw(1).CopyTo(large, 0);
        (string Entry, string Outcome, int Status)[] asked =
        [
            ($$"""{"url":"{{_other.Serve("/a.jpg", Gallery.Draw(1))}}","ownId":"SKU-1","attributes":{"price":5} }""", "created", 201),
            ($$"""{"url":"{{_other.Serve("/b.jpg", Gallery.Draw(2))}}","ownId":"SKU-1","name":"SKU-1 back"}""", "created", 201),
            ($$"""{"url":"{{_other.Serve("/p/lamp_1.jpg?size=2", Gallery.Draw(3))}}"}""", "created", 201),
            ($$"""{"url":"{{_other.Serve("/c", Gallery.Draw(4))}}","name":"chair_one"}""", "replaced", 200),
            ($$"""{"url":"{{_other.Serve("/d", two)}}","name":"chair_two.jpg"}""", "unchanged", 200),
            ($$"""{"url":"http://{{_other.Source}}/nowhere","name":"e"}""", "refused", 422),
            ($$"""{"url":"{{_other.Serve("/f", "no picture"u8.ToArray())}}","name":"f"}""", "refused", 415),
            ($$"""{"url":"{{_other.Serve("/g", large)}}","name":"g"}""", "refused", 413),
            ($$"""{"url":"{{_other.ServeForever("/h", Gallery.Draw(5))}}","name":"h"}""", "refused", 413),
            ($$"""{"url":"{{_other.BreakOff("/i", Gallery.Draw(6))}}","name":"i"}""", "refused", 422),
            ($$"""{"url":"{{_other.Redirect("/j", "/a.jpg")}}","name":"j"}""", "created", 201),
        ];

        var items = await Gallery.FetchAsync($"[{string.Join(',', asked.Select(one => one.Entry))}]");

        Assert.Equal(
            asked.Select(one => (one.Outcome, one.Status)),
            items.Select(item => (item.GetProperty("outcome").GetString()!, item.GetProperty("status").GetInt32())));
        Assert.Equal(5, items[0].GetProperty("image").GetProperty("attributes").GetProperty("price").GetDouble());
        Assert.Equal("lamp", items[2].GetProperty("image").GetProperty("label").GetString());
        string[] paths = ["SKU-1 back.jpg", "SKU-1.jpg", "chair_one.jpg", "chair_two.jpg", "j.jpg", "lamp_1.jpg", "table_one.jpg"];
        Assert.Equal(paths, await Gallery.PathsAsync());
        Assert.Equal(paths, Gallery.Files());
        Assert.Equal(2, (await Gallery.Run.GetAsync("/api/images?ownId=SKU-1")).GetProperty("total").GetInt32());
        var similar = await Gallery.Run.GetAsync("/api/images/id:SKU-1/similar");
        Assert.Contains("lamp_1.jpg", similar.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()));
        // Nothing of this server goes along.
        Assert.All(_other.Asked, head => Assert.DoesNotMatch("(?i)cookie|authorization|x-api-key|referer|traceparent", head));
    }

    [Fact]
    public async Task Fetch_OfTheSameListAgain_ChangesNothing()
    {
        var (a, b) = (_other.Serve("/a", Gallery.Draw(1)), _other.Serve("/b", Gallery.Draw(2)));
        var images = $$"""[{"url":"{{a}}","ownId":"A"},{"url":"{{b}}","ownId":"B"}]""";

        var first = await Gallery.FetchAsync(images);
        var second = await Gallery.FetchAsync(images);

        Assert.All(first, item => Assert.Equal("created", item.GetProperty("outcome").GetString()));
        Assert.All(second, item => Assert.Equal("unchanged", item.GetProperty("outcome").GetString()));
        Assert.False(Directory.Exists(Gallery.Kept));
    }

    /// <summary>The other server may send this one anywhere, but it does not go.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:9/a.jpg", "does not fetch from 127.0.0.1:9")]
    [InlineData("http://localhost:1/a.jpg", "is in a network that is not public")]
    [InlineData("http://169.254.169.254/latest/meta-data", "does not fetch from 169.254.169.254:80")]
    [InlineData("http://[::1]/a.jpg", "does not fetch from ::1:80")]
    [InlineData("file:///etc/passwd", "neither http nor https")]
    [InlineData("ftp://127.0.0.1/a.jpg", "neither http nor https")]
    [InlineData("http://shop.example/a.jpg", "does not fetch from shop.example:80")]
    [InlineData("/again", "more than 3 times")]
    public async Task Fetch_OfWhatLeadsElsewhere_IsRefused(string to, string says)
    {
        var address = _other.Redirect("/again", to);

        var item = Assert.Single(await Gallery.FetchAsync($$"""[{"url":"{{address}}","ownId":"A"}]"""));

        Assert.Equal(("refused", 422), (item.GetProperty("outcome").GetString(), item.GetProperty("status").GetInt32()));
        Assert.Contains(says, item.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, Gallery.Files().Length);
    }

    [Fact]
    public async Task Fetch_FromANameThatLeadsToThisMachine_IsRefused()
    {
        var item = Assert.Single(await Gallery.FetchAsync("""[{"url":"http://localhost:1/a.jpg","ownId":"A"}]"""));

        Assert.Contains("not public", item.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"http://evil.example/a.jpg","ownId":"A"}""", "does not fetch from evil.example:80")]
    [InlineData("""{"url":"http://127.0.0.1:22/","ownId":"A"}""", "does not fetch from 127.0.0.1:22")]
    [InlineData("""{"url":"http://2130706433:22/","ownId":"A"}""", "does not fetch from 127.0.0.1:22")]
    [InlineData("""{"url":"file:///etc/passwd","ownId":"A"}""", "must begin with http://")]
    [InlineData("""{"url":"a.jpg","ownId":"A"}""", "must begin with http://")]
    [InlineData("""{"url":"http://ann:secret@10.255.255.1/","ownId":"A"}""", "user's name or password")]
    [InlineData("""{"url":"http://10.255.255.1/"}""", "does not end with a name")]
    [InlineData("""{"url":"http://10.255.255.1/a","name":" "}""", "A name has 1 to 200 characters")]
    [InlineData("""{"url":"http://10.255.255.1/a","ownId":""}""", "must not be empty")]
    [InlineData("""{"url":"http://10.255.255.1/a","attributes":{"a":{"b":1}}}""", "a must be a text")]
    [InlineData("""{"url":"http://10.255.255.1/a","sku":"A"}""", "There is no field sku")]
    [InlineData("""{"ownId":"A"}""", "images[0]")]
    [InlineData("""{"url":"http://10.255.255.1/a"},{"url":"http://10.255.255.1/b/A"}""", "about the same picture")]
    public async Task Fetch_OfWhatMayNotBe_StartsNothing(string entries, string says)
    {
        using var response = await Gallery.Run.SendAsync(HttpMethod.Post, "/api/fetches", $$"""{"images":[{{entries}}] }""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(says, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await Gallery.Run.StatusAsync(HttpMethod.Get, "/api/fetches/1"));
    }

    [Fact]
    public async Task Fetch_WithoutAnyServerNamed_IsRefused()
    {
        await using var gallery = await ChangeableGallery.StartAsync();
        using var response = await gallery.Run.SendAsync(
            HttpMethod.Post, "/api/fetches", """{"images":[{"url":"http://127.0.0.1/a","ownId":"A"}]}""");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("--fetch-from HOST", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }
}
