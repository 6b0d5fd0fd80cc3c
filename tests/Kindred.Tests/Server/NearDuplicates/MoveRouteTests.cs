using System.Net;
using System.Text.Json;
using Kindred.Tests.Server.Page;

namespace Kindred.Tests.Server.NearDuplicates;

/// <summary>Files of near-duplicates that are moved out of the gallery.</summary>
public sealed class MoveRouteTests : IAsyncLifetime
{
    private SmallGallery? _gallery;

    private SmallGallery Gallery => _gallery!; // Set before every test.

    private string Moved => Gallery.Folder + " near-duplicates";

    public async ValueTask InitializeAsync()
    {
        _gallery = await SmallGallery.StartAsync(["chair/one.jpg", "chair/two.jpg"]);
        File.Copy(Path.Combine(Gallery.Folder, "chair", "one.jpg"), Path.Combine(Gallery.Folder, "chair", "one again.jpg"));
        await Gallery.IndexAsync(3);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gallery is not null)
            await _gallery.DisposeAsync();
    }

    [Fact]
    public async Task Move_OneOfTwoFiles_IsBesideTheGalleryWhichFollows()
    {
        var before = await File.ReadAllBytesAsync(InGallery("one again.jpg"), TestContext.Current.CancellationToken);

        var list = await MoveAsync("chair/one.jpg", "chair/one again.jpg");

        Assert.Empty(list.GetProperty("notMoved").EnumerateArray());
        var to = Assert.Single(list.GetProperty("moved").EnumerateArray()).GetProperty("to").GetString()!;
        Assert.Equal(Path.Combine(Moved, "chair", "one again.jpg"), to);
        Assert.Equal(before, await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(InGallery("one again.jpg")));
        Assert.True(File.Exists(InGallery("one.jpg")));
        await Eventually.TrueAsync(
            async () => (await Gallery.Run.GetAsync("/api/images?limit=1")).GetProperty("total").GetInt32() == 2,
            "The gallery has not followed.");
    }

    [Fact]
    public async Task Move_WhatShowsAnotherPhotograph_IsLeft()
    {
        await LeavesAsync("chair/one.jpg", "chair/two.jpg", "not a near-duplicate");
        await LeavesAsync("chair/one.jpg", "chair/one.jpg", "not a near-duplicate");
    }

    [Fact]
    public async Task Move_WhereTheOneToKeepHasChanged_IsLeft()
    {
        await File.AppendAllTextAsync(InGallery("one.jpg"), "changed", TestContext.Current.CancellationToken);

        await LeavesAsync("chair/one.jpg", "chair/one again.jpg", "which is kept, is gone or has changed");
    }

    [Fact]
    public async Task Move_WhereTheOneToKeepHasGone_IsLeft()
    {
        File.Delete(InGallery("one.jpg"));

        await LeavesAsync("chair/one.jpg", "chair/one again.jpg", "which is kept, is gone or has changed");
    }

    [Fact]
    public async Task Move_WhereAFileOfThatNameIsAlready_OverwritesNothing()
    {
        Directory.CreateDirectory(Path.Combine(Moved, "chair"));
        await File.WriteAllTextAsync(Path.Combine(Moved, "chair", "one again.jpg"), "mine", TestContext.Current.CancellationToken);

        var list = await MoveAsync("chair/one.jpg", "chair/one again.jpg");

        Assert.Equal(
            Path.Combine(Moved, "chair", "one again (2).jpg"),
            Assert.Single(list.GetProperty("moved").EnumerateArray()).GetProperty("to").GetString());
        Assert.Equal("mine", await File.ReadAllTextAsync(
            Path.Combine(Moved, "chair", "one again.jpg"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Move_AGroupThatIsNull_IsRefused()
    {
        using var response = await Gallery.Run.SendAsync(HttpMethod.Post, "/api/near-duplicates/moves", """{"groups":[null]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task LeavesAsync(string keep, string move, string reason)
    {
        var list = await MoveAsync(keep, move);

        Assert.Empty(list.GetProperty("moved").EnumerateArray());
        Assert.Contains(
            reason, Assert.Single(list.GetProperty("notMoved").EnumerateArray()).GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Gallery.Folder, move)));
        Assert.False(Directory.Exists(Moved));
    }

    private async Task<JsonElement> MoveAsync(string keep, string move)
    {
        var (kept, moved) = (await Gallery.Run.IdAsync(keep), await Gallery.Run.IdAsync(move));
        return await Gallery.Run.JsonAsync(
            HttpMethod.Post, "/api/near-duplicates/moves", $$"""{"groups":[{"keep":{{kept}},"move":[{{moved}}]}]}""");
    }

    private string InGallery(string name) => Path.Combine(Gallery.Folder, "chair", name);
}
