using System.Net;
using Kindred.Images;
using Kindred.Storage.Sqlite;

namespace Kindred.Tests.Server.Changes;

/// <summary>Changes of the gallery that cannot be done, or not yet.</summary>
public sealed class ChangeFaultTests : IAsyncLifetime
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
    public async Task Put_WhereTheOldFileCannotBeKept_LeavesItWhereItWas()
    {
        await File.WriteAllTextAsync(Gallery.Kept, "a file where a folder has to be", Cancel);
        var before = await File.ReadAllBytesAsync(Path.Combine(Gallery.Folder, "chair_one.jpg"), Cancel);
        var id = await Gallery.Run.IdAsync("chair_one.jpg");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Gallery.PutAsync($"{id}", Gallery.Draw(1))).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Gallery.DeleteAsync($"{id}")).Status);

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Gallery.Folder, "chair_one.jpg"), Cancel));
        Assert.Equal(Before, Gallery.Files());
    }

    [Fact]
    public async Task Post_OfMorePartsThanAFormHas_StillTakesInWhatWasPlacedBefore()
    {
        (string Name, byte[] Bytes)[] pictures =
        [
            ("first.jpg", Gallery.Draw(1)), .. Enumerable.Range(0, 100).Select(i => ($"no picture {i}.jpg", "text"u8.ToArray())),
        ];

        Assert.Equal(HttpStatusCode.BadRequest, (await Gallery.PostAsync(pictures)).Status);

        Assert.Contains("first.jpg", await Gallery.PathsAsync());
    }

    [Fact]
    public async Task Put_WhereTheFolderIsGone_SaysSo()
    {
        Directory.Move(Gallery.Folder, Gallery.Folder + " elsewhere");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Gallery.PutAsync("id:A", Gallery.Draw(1))).Status);

        Assert.False(Directory.Exists(Gallery.Folder));
    }

    [Fact]
    public async Task Put_WhileAnotherProcessIndexes_WaitsForIt()
    {
        await using var store = SqliteLibraryStore.OpenOrCreate(Path.GetDirectoryName(Gallery.Kept)!); // It is in the library's folder.
        Task<(HttpStatusCode Status, System.Text.Json.JsonElement Answer)> put;
        using (store.LockForIndexing())
        {
            put = Gallery.PutAsync("id:A", Gallery.Draw(1));
            await Eventually.TrueAsync(
                async () => (await Gallery.Run.GetAsync("/api/index")).GetProperty("state").GetString() == "failed",
                "No index run has met the other process.");
            Assert.False(put.IsCompleted);
        }

        Assert.Equal(HttpStatusCode.Created, (await put).Status);
        Assert.Equal((string[])["A.jpg", .. Before], await Gallery.PathsAsync());
    }

    [Fact]
    public async Task Put_OfAnotherFormatWhileAnotherProcessIndexes_IsTheSamePictureBeforeAnyIndexRun()
    {
        await Gallery.PutAsync("id:SKU", Gallery.Draw(1), """{"price":10}""");
        var id = await Gallery.Run.IdAsync("SKU.jpg");
        await using var store = SqliteLibraryStore.OpenOrCreate(Path.GetDirectoryName(Gallery.Kept)!); // It is in the library's folder.
        Task<(HttpStatusCode Status, System.Text.Json.JsonElement Answer)> put;
        using (store.LockForIndexing())
        {
            put = Gallery.PutFileAsync("id:SKU", Gallery.Draw(2, ".png"), "image/png");
            await Eventually.TrueAsync(
                () => Task.FromResult(!File.Exists(Path.Combine(Gallery.Folder, "SKU.jpg"))), "The file has not been replaced.");

            // Whatever ended the server now: who indexes next finds the picture under its own id.
            Assert.Equal("SKU.png", Assert.Single(await store.ReadImagesAsync([new ImageId(id)], Cancel)).Path);
            Assert.Equal([new ImageId(id)], await store.FindByOwnIdAsync("SKU", Cancel));
        }

        var (status, answer) = await put;
        Assert.Equal((HttpStatusCode.OK, id), (status, answer.GetProperty("image").GetProperty("id").GetInt64()));
    }

    /// <summary>A process that ended between the file and the rest of it is made up for by sending the picture again.</summary>
    [Fact]
    public async Task Put_WhereTheFileIsThereAndNoMore_MakesItThePictureOfTheOwnId()
    {
        await File.WriteAllBytesAsync(Path.Combine(Gallery.Folder, "SKU-1.jpg"), Gallery.Draw(1), Cancel);

        var (status, answer) = await Gallery.PutAsync("id:SKU-1", Gallery.Draw(1));

        Assert.Equal((HttpStatusCode.Created, "SKU-1.jpg"), (status, answer.GetProperty("image").GetProperty("path").GetString()));
        Assert.Equal("SKU-1", answer.GetProperty("image").GetProperty("ownId").GetString());
        Assert.Equal((string[])["SKU-1.jpg", .. Before], Gallery.Files());
        Assert.False(Directory.Exists(Gallery.Kept));
    }

    /// <summary>A file may be called as the own id of another picture's.</summary>
    [Fact]
    public async Task Put_WhereTheNameIsThatOfAnotherProduct_TakesAnotherName()
    {
        await Gallery.Run.JsonAsync(
            HttpMethod.Post, "/api/attributes", """{"attributes":[{"picture":"chair_one.jpg","ownId":"SKU-9"}]}""");

        var (status, answer) = await Gallery.PutAsync("id:chair_one", Gallery.Draw(1));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Matches("^chair_one-[0-9a-f]{12}.jpg$", answer.GetProperty("image").GetProperty("path").GetString());
        Assert.Equal(4, Gallery.Files().Length);
    }
}
