using System.Net;
using Kindred.Server;

namespace Kindred.Tests.Server.Changes;

/// <summary>Who may change the gallery, and what may be sent.</summary>
public sealed class ChangeAccessTests
{
    private const string ReadKey = "a key for everybody to see";
    private const string WriteKey = "a key for the shop's servers";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_WithoutTheOption_AreRefusedAndSayHow()
    {
        await using var gallery = await ChangeableGallery.StartAsync(options => options with { AllowChanges = false });

        var (put, answer) = await gallery.PutAsync("id:A", gallery.Draw(1));

        Assert.Equal(HttpStatusCode.Forbidden, put);
        Assert.Contains("kindred serve --allow-changes", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await gallery.PostAsync(("a.jpg", gallery.Draw(1)))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await gallery.DeleteAsync($"{await gallery.Run.IdAsync("chair_one.jpg")}")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await gallery.Run.StatusAsync(HttpMethod.Post, "/api/fetches", """{"images":[{"url":"http://127.0.0.1/a.jpg"}]}"""));
        Assert.Equal(3, gallery.Files().Length);
    }

    [Fact]
    public async Task Changes_WithAKeyToRead_AreRefused()
    {
        await using var gallery = await ChangeableGallery.StartAsync(options => options with
        {
            Keys = [new AccessKey(AccessRole.Read, ReadKey), new AccessKey(AccessRole.Write, WriteKey)],
        });

        Assert.Equal(HttpStatusCode.Unauthorized, (await gallery.PutAsync("id:A", gallery.Draw(1))).Status);
        var (status, answer) = await gallery.PutFileAsync("id:A", gallery.Draw(1), "image/jpeg", ("X-Api-Key", ReadKey));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("A key with the role read may not do this", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, gallery.Files().Length);
        Assert.Equal(
            HttpStatusCode.Created, (await gallery.PutFileAsync("id:A", gallery.Draw(1), "image/jpeg", ("X-Api-Key", WriteKey))).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await gallery.PutFileAsync(
                "id:A", gallery.Draw(2), "image/jpeg", ("Sec-Fetch-Site", "cross-site"), ("X-Api-Key", ReadKey))).Status);
    }

    [Fact]
    public async Task Put_OfAPictureThatIsTooLarge_IsRefusedAndLeavesNothing()
    {
        await using var gallery = await ChangeableGallery.StartAsync(
            options => options with { UploadBytes = 1 << 20, UploadPixels = 100_000 });
        byte[] large = [.. gallery.Draw(1), .. new byte[1 << 20]];

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await gallery.PutAsync("id:A", large)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await gallery.PutAsync("id:A", large, "{}")).Status);
        var wide = gallery.Draw(1, width: 400, height: 300);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await gallery.PutAsync("id:A", wide)).Status);

        Assert.Equal(3, gallery.Files().Length);
    }

    [Fact]
    public async Task Put_OfWhatIsBehindALink_IsRefused()
    {
        using var elsewhere = new TemporaryFolder();
        TestPictures.Write(elsewhere.File("linked.jpg"), 77);
        TestPictures.Write(elsewhere.File("folder", "inside.jpg"), 78);
        await using var gallery = await ChangeableGallery.StartAsync(prepare: folder =>
        {
            File.CreateSymbolicLink(Path.Combine(folder, "link.jpg"), elsewhere.File("linked.jpg"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "way"), Path.Combine(elsewhere.Path, "folder"));
            File.CreateSymbolicLink(Path.Combine(folder, "OUT.jpg"), elsewhere.File("not there.jpg"));
        });
        var before = await File.ReadAllBytesAsync(elsewhere.File("linked.jpg"), Cancel);

        foreach (var path in (string[])["link.jpg", "way/inside.jpg"])
        {
            var id = await gallery.Run.IdAsync(path);
            Assert.Equal(HttpStatusCode.Conflict, (await gallery.PutAsync($"{id}", gallery.Draw(1))).Status);
            Assert.Equal(HttpStatusCode.Conflict, (await gallery.DeleteAsync($"{id}")).Status);
        }

        Assert.Equal(HttpStatusCode.Conflict, (await gallery.PutAsync("id:OUT", gallery.Draw(1))).Status);
        Assert.Equal(before, await File.ReadAllBytesAsync(elsewhere.File("linked.jpg"), Cancel));
        Assert.False(File.Exists(elsewhere.File("not there.jpg")));
        Assert.True(File.Exists(Path.Combine(elsewhere.Path, "folder", "inside.jpg")));
    }

    [Fact]
    public async Task Post_OfSeveralPictures_SaysWhatBecameOfEach()
    {
        await using var gallery = await ChangeableGallery.StartAsync();
        var two = await File.ReadAllBytesAsync(Path.Combine(gallery.Folder, "chair_two.jpg"), Cancel);

        var (status, answer) = await gallery.PostAsync(
            ("sofa_new.png", gallery.Draw(1)), ("../chair_one.jpg", gallery.Draw(2)), ("chair_two.jpg", two),
            ("broken.jpg", "no picture"u8.ToArray()), (".htaccess", gallery.Draw(3)));

        Assert.Equal((HttpStatusCode.OK, 5), (status, answer.GetProperty("total").GetInt32()));
        var items = answer.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            ["created", "replaced", "unchanged", "refused", "created"], items.Select(item => item.GetProperty("outcome").GetString()));
        Assert.Equal([201, 200, 200, 415, 201], items.Select(item => item.GetProperty("status").GetInt32()));
        // The extension is that of the content.
        Assert.Equal("sofa_new.jpg", items[0].GetProperty("image").GetProperty("path").GetString());
        Assert.Equal("sofa", items[0].GetProperty("image").GetProperty("label").GetString());
        Assert.False(items[4].GetProperty("image").GetProperty("path").GetString()!.StartsWith('.'));
        Assert.Equal(5, (await gallery.PathsAsync()).Length);
        Assert.True(File.Exists(Path.Combine(gallery.Kept, "chair_one.jpg")));
    }

    [Fact]
    public async Task Post_OfAFormWithoutPictures_IsRefused()
    {
        await using var gallery = await ChangeableGallery.StartAsync();
        using var empty = new MultipartFormDataContent { { new StringContent("{}"), "attributes" } };
        using var response = await gallery.Run.Client.PostAsync("/api/images", empty, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("allowed are image", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await gallery.Run.StatusAsync(HttpMethod.Post, "/api/images", "{}"));
    }

    [Fact]
    public async Task Put_IntoALibraryOfSeveralFolders_NeedsToBeToldWhich()
    {
        using var second = new TemporaryFolder();
        TestPictures.Write(second.File("pictures", "lamp_one.jpg"), 90);
        await using var gallery = await ChangeableGallery.StartAsync();
        var indexed = await Cli.CliRun.InProcessAsync(
            "index", Path.Combine(second.Path, "pictures"), "--library", Path.GetDirectoryName(gallery.Kept)!);
        Assert.Equal(0, indexed.ExitCode);

        var (status, answer) = await gallery.PutAsync("id:A", gallery.Draw(1));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("several folders", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A process that was killed leaves a part of a file, which the next one deletes; what is being written stays.</summary>
    [Fact]
    public async Task Put_WhereAKilledProcessLeftAPart_DeletesIt()
    {
        await using var gallery = await ChangeableGallery.StartAsync();
        var (old, fresh) = (Path.Combine(gallery.Folder, ".kindred-old.part"), Path.Combine(gallery.Folder, ".kindred-new.part"));
        await File.WriteAllTextAsync(old, "half", Cancel);
        await File.WriteAllTextAsync(fresh, "half", Cancel);
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-1));

        await gallery.PutAsync("id:A", gallery.Draw(1));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
    }
}
