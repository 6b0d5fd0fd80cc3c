using System.Net;
using System.Text.Json;

namespace Kindred.Tests.Server.Changes;

/// <summary>Pictures that are put into the gallery, replaced and taken out over HTTP.</summary>
public sealed class PutImageTests : IAsyncLifetime
{
    private static readonly string[] Before = ["chair_one.jpg", "chair_two.jpg", "table_one.jpg"];

    private ChangeableGallery? _gallery;

    private ChangeableGallery Gallery => _gallery!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gallery = await ChangeableGallery.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_gallery is not null)
            await _gallery.DisposeAsync();
    }

    [Fact]
    public async Task Put_OfANewOwnId_IsFoundReplacedAndRemoved()
    {
        var (first, second) = (Gallery.Draw(1), Gallery.Draw(2));
        Assert.Equal(HttpStatusCode.NotFound, await Gallery.Run.StatusAsync(HttpMethod.Get, "/api/images/id:SKU-1/similar"));

        var (created, made) = await Gallery.PutAsync("id:SKU-1", first, """{"price":249.5,"tags":["oak"]}""");

        Assert.Equal((HttpStatusCode.Created, "created"), (created, made.GetProperty("outcome").GetString()));
        var image = made.GetProperty("image");
        Assert.Equal(("SKU-1.jpg", "SKU-1"), (image.GetProperty("path").GetString(), image.GetProperty("ownId").GetString()));
        Assert.Equal(249.5, image.GetProperty("attributes").GetProperty("price").GetDouble());
        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(Gallery.Folder, "SKU-1.jpg"), Cancel));
        var similar = await Gallery.Run.GetAsync("/api/images/id:SKU-1/similar");
        Assert.Equal(Before, Paths(similar).Order(StringComparer.Ordinal));
        var table = await Gallery.Run.IdAsync("table_one.jpg");
        Assert.Contains("SKU-1.jpg", Paths(await Gallery.Run.GetAsync($"/api/images/{table}/similar")));

        var (again, same) = await Gallery.PutAsync("id:SKU-1", first);
        Assert.Equal((HttpStatusCode.OK, "unchanged"), (again, same.GetProperty("outcome").GetString()));
        Assert.False(Directory.Exists(Gallery.Kept));

        var (replaced, other) = await Gallery.PutAsync("id:SKU-1", second);
        Assert.Equal((HttpStatusCode.OK, "replaced"), (replaced, other.GetProperty("outcome").GetString()));
        Assert.Equal(image.GetProperty("id").GetInt64(), other.GetProperty("image").GetProperty("id").GetInt64());
        Assert.Equal("oak", other.GetProperty("image").GetProperty("attributes").GetProperty("tags")[0].GetString());
        Assert.Equal("removed/SKU-1.jpg", other.GetProperty("kept").GetString());
        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(Gallery.Kept, "SKU-1.jpg"), Cancel));
        Assert.Equal(second, await Gallery.Run.Client.GetByteArrayAsync("/api/images/id:SKU-1/file", Cancel));

        var (deleted, gone) = await Gallery.DeleteAsync("id:SKU-1");
        Assert.Equal(HttpStatusCode.OK, deleted);
        var item = Assert.Single(gone.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("removed", "removed/SKU-1 (2).jpg"), (item.GetProperty("outcome").GetString(), item.GetProperty("kept").GetString()));
        Assert.Equal(second, await File.ReadAllBytesAsync(Path.Combine(Gallery.Kept, "SKU-1 (2).jpg"), Cancel));
        Assert.Equal(HttpStatusCode.NotFound, await Gallery.Run.StatusAsync(HttpMethod.Get, "/api/images/id:SKU-1/similar"));
        Assert.Equal(Before, await Gallery.PathsAsync());
        Assert.Equal(Before, Gallery.Files());
        Assert.Equal(HttpStatusCode.NotFound, (await Gallery.DeleteAsync("id:SKU-1")).Status);
    }

    [Fact]
    public async Task Put_OfANumber_ReplacesThatPicture()
    {
        var id = await Gallery.Run.IdAsync("chair_one.jpg");

        var (status, answer) = await Gallery.PutAsync($"{id}", Gallery.Draw(3));

        Assert.Equal((HttpStatusCode.OK, "chair_one.jpg"), (status, answer.GetProperty("image").GetProperty("path").GetString()));
        Assert.Equal(id, answer.GetProperty("image").GetProperty("id").GetInt64());
        Assert.Equal(HttpStatusCode.NotFound, (await Gallery.PutAsync("987654", Gallery.Draw(3))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Gallery.PutAsync("chair_one.jpg", Gallery.Draw(3))).Status);
    }

    [Fact]
    public async Task Put_OfAnotherFormat_GetsItsExtensionAndKeepsWhatIsKnown()
    {
        await Gallery.PutAsync("id:SKU-2", Gallery.Draw(4), """{"price":10,"brand":"Nord"}""");

        var (status, answer) = await Gallery.PutAsync("id:SKU-2", Gallery.Draw(4, ".png"), """{"price":12}""");

        Assert.Equal((HttpStatusCode.OK, "replaced"), (status, answer.GetProperty("outcome").GetString()));
        var image = answer.GetProperty("image");
        Assert.Equal(("SKU-2.png", "SKU-2"), (image.GetProperty("path").GetString(), image.GetProperty("ownId").GetString()));
        Assert.Equal(
            (12, "Nord"),
            (image.GetProperty("attributes").GetProperty("price").GetDouble(),
                image.GetProperty("attributes").GetProperty("brand").GetString()));
        Assert.Equal((string[])["SKU-2.png", .. Before], await Gallery.PathsAsync());
        Assert.True(File.Exists(Path.Combine(Gallery.Kept, "SKU-2.jpg")));
        Assert.False(File.Exists(Path.Combine(Gallery.Folder, "SKU-2.jpg")));
    }

    [Fact]
    public async Task Put_TheSameFileWithOtherAttributes_SetsThemAndLeavesTheFile()
    {
        await Gallery.PutAsync("id:SKU-3", Gallery.Draw(5), """{"price":1}""");

        var (status, answer) = await Gallery.PutAsync("id:SKU-3", Gallery.Draw(5), """{"price":2}""");

        Assert.Equal((HttpStatusCode.OK, "unchanged"), (status, answer.GetProperty("outcome").GetString()));
        Assert.Equal(2, answer.GetProperty("image").GetProperty("attributes").GetProperty("price").GetDouble());
    }

    [Theory]
    [InlineData("""{"price":[1]}""", "price must be")]
    [InlineData("""{"price":{"of":1}}""", "price must be")]
    [InlineData("""["price"]""", "a JSON object")]
    [InlineData("price=1", "a JSON object")]
    public async Task Put_WithBrokenAttributes_TakesNothing(string attributes, string says)
    {
        var (status, answer) = await Gallery.PutAsync("id:SKU-4", Gallery.Draw(6), attributes);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(says, answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(Before, Gallery.Files());
    }

    /// <summary>Whatever an own id is, its file is directly in the gallery, is no hidden one, and is found again.</summary>
    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a\\b")]
    [InlineData("C:\\x")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("trailing.")]
    [InlineData("ünï – cödé 椅子")]
    [InlineData("<script>\"'&")]
    public async Task Put_OfAHostileOwnId_StaysInTheGallery(string ownId)
    {
        var address = "id:" + Uri.EscapeDataString(ownId);
        var around = Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Gallery.Folder)!).Order(StringComparer.Ordinal).ToArray();

        var (status, answer) = await Gallery.PutAsync(address, Gallery.Draw(7));

        Assert.Equal((HttpStatusCode.Created, ownId), (status, answer.GetProperty("image").GetProperty("ownId").GetString()));
        var path = answer.GetProperty("image").GetProperty("path").GetString()!;
        Assert.DoesNotContain('/', path);
        Assert.DoesNotContain('\\', path);
        Assert.False(path.StartsWith('.'));
        Assert.Contains(path, Gallery.Files());
        Assert.Equal(around, Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(Gallery.Folder)!).Order(StringComparer.Ordinal));
        Assert.Equal("unchanged", (await Gallery.PutAsync(address, Gallery.Draw(7))).Answer.GetProperty("outcome").GetString());
        Assert.Equal(4, (await Gallery.PathsAsync()).Length);
    }

    [Fact]
    public async Task Put_OfAnOwnIdThatIsNone_IsRefused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Gallery.PutAsync("id:", Gallery.Draw(8))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Gallery.PutAsync("id:" + new string('x', 201), Gallery.Draw(8))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Gallery.PutAsync("id:a%01b", Gallery.Draw(8))).Status);
        Assert.Equal(Before, Gallery.Files());
    }

    [Fact]
    public async Task Put_OfWhatIsNoPicture_LeavesNothing()
    {
        var whole = Gallery.Draw(9, width: 400, height: 300);
        (byte[] Bytes, HttpStatusCode Status)[] sent =
        [
            ("no picture"u8.ToArray(), HttpStatusCode.UnsupportedMediaType), ([], HttpStatusCode.UnprocessableEntity),
            (whole[..(whole.Length / 2)], HttpStatusCode.UnprocessableEntity),
            ([0xFF, 0xD8, 0xFF, 0xE0, 0, 1], HttpStatusCode.UnprocessableEntity),
            ("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType),
        ];

        foreach (var (bytes, status) in sent)
            Assert.Equal(status, (await Gallery.PutAsync("id:SKU-5", bytes)).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Gallery.PutFileAsync("id:SKU-5", whole, "text/plain")).Status);

        Assert.Equal(Before, Gallery.Files());
        Assert.Equal(Before, await Gallery.PathsAsync());
    }

    [Fact]
    public async Task Put_OfAnOwnIdOfSeveralPictures_ReplacesNone()
    {
        await Gallery.Run.JsonAsync(HttpMethod.Post, "/api/attributes", """
            {"attributes":[{"picture":"chair_one.jpg","ownId":"CHAIR"},{"picture":"chair_two.jpg","ownId":"CHAIR"}]}
            """);

        var (status, answer) = await Gallery.PutAsync("id:CHAIR", Gallery.Draw(10));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("name it by its number", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (_, removed) = await Gallery.DeleteAsync("id:CHAIR");
        Assert.Equal(2, removed.GetProperty("total").GetInt32());
        Assert.Equal((string[])["table_one.jpg"], await Gallery.PathsAsync());
    }

    [Fact]
    public async Task Put_OfOneOwnIdTwiceAtOnce_LeavesOnePicture()
    {
        var pictures = Enumerable.Range(20, 6).Select(seed => Gallery.Draw(seed)).ToArray();

        var answers = await Task.WhenAll(pictures.Select(picture => Gallery.PutAsync("id:SKU-6", picture)));

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{answer.Status}"));
        var now = await File.ReadAllBytesAsync(Path.Combine(Gallery.Folder, "SKU-6.jpg"), Cancel);
        Assert.Equal(now, await Gallery.Run.Client.GetByteArrayAsync("/api/images/id:SKU-6/file", Cancel));
        // Nothing that was sent is lost: one is in the gallery, the others are kept.
        var kept = Directory.GetFiles(Gallery.Kept).Select(File.ReadAllBytes).Append(now).ToArray();
        Assert.All(pictures, picture => Assert.Contains(kept, one => one.AsSpan().SequenceEqual(picture)));
        Assert.Equal((string[])["SKU-6.jpg", .. Before], Gallery.Files());
    }

    [Fact]
    public async Task Put_OfManyOwnIdsAtOnce_TakesAll()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(40, 8).Select(seed => Gallery.PutAsync($"id:MANY-{seed}", Gallery.Draw(seed))));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
        Assert.Equal(11, (await Gallery.PathsAsync()).Length);
        Assert.All(answers, answer => Assert.Equal(
            answer.Answer.GetProperty("name").GetString(),
            "id:" + answer.Answer.GetProperty("image").GetProperty("ownId").GetString()));
    }

    private static IEnumerable<string> Paths(JsonElement list) =>
        list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString()!);
}
