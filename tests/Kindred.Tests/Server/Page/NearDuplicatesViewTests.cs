using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class NearDuplicatesViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrive_OnePictureTwice_SaysWhichToKeepAndLeadsOn()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Near-duplicates");

        await Expect(visitor.Page.GetByText("1 of 25 pictures could go, in 1 group.")).ToBeVisibleAsync();
        var group = visitor.Page.GetByRole(AriaRole.List, new() { Name = "and 1 near-duplicate" });
        await Expect(group.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        await Expect(group.GetByText("Keep:")).ToHaveCountAsync(1);
        await Expect(group.GetByText("Identical file")).ToHaveCountAsync(1);

        await visitor.Link("Similar to 00 again.jpg").ClickAsync();
        await Expect(visitor.Heading("00 again.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Move_TheOtherOfAGroup_AsksFirstAndKeepsTheChosenOne()
    {
        var own = await ServeAsync(["one.jpg", "two.jpg"]);
        File.Copy(Path.Combine(own.Folder, "one.jpg"), Path.Combine(own.Folder, "one again.jpg"));
        await own.IndexAsync(3);
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" }, own.Run.Address);
        var member = visitor.Page.GetByRole(AriaRole.Listitem)
            .Filter(new() { Has = visitor.Page.GetByText("one.jpg", new() { Exact = true }) });
        await member.Last.GetByLabel("Keep this one").CheckAsync();

        await visitor.Button("Move the other…").ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Move 1 file of 1 group?" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        Assert.Equal(3, Directory.GetFiles(own.Folder).Length);

        await visitor.Button("Move the other…").ClickAsync();
        await visitor.Button("Move 1 file").ClickAsync();
        await Expect(visitor.Message).ToContainTextAsync("Moved 1 file");
        Assert.Equal(["one.jpg", "two.jpg"], Directory.GetFiles(own.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(own.Folder + " near-duplicates", "one again.jpg")));
    }

    [Fact]
    public async Task Export_TheList_IsAFileOfAllGroups()
    {
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" });

        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Button("Export the list").ClickAsync());

        Assert.Equal("near-duplicates.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("group,keep,path,relation,similarity,width,height,bytes", lines[0].TrimStart('\uFEFF'));
        Assert.StartsWith("1,yes,cat/00 again.jpg,keep,1,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,no,cat/00.jpg,identical,1,", lines[2], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Arrive_NoNearDuplicates_SaysSo()
    {
        var small = await ServeAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" }, small.Run.Address);

        await Expect(visitor.Heading("No two pictures show the same photograph")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("2 pictures compared")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrive_MoreGroupsThanAPage_LoadMoreShowsEachOnce()
    {
        var small = await ServeAsync(["first.jpg"]);
        for (var i = 0; i < 32; i++)
        {
            small.Add($"{i:00}.jpg", i);
            File.Copy(Path.Combine(small.Folder, $"{i:00}.jpg"), Path.Combine(small.Folder, $"{i:00} again.jpg"));
        }

        await small.IndexAsync(65);
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" }, small.Run.Address);
        var groups = visitor.Page.Locator(".groups > .group");
        await Expect(groups).ToHaveCountAsync(30);

        await visitor.Button("Load more").ClickAsync();

        await Expect(groups).ToHaveCountAsync(32);
        await Expect(visitor.Button("Load more")).ToBeHiddenAsync();
        Assert.Equal(64, (await visitor.Page.Locator(".member .path").AllTextContentsAsync()).Distinct().Count());
    }
}
