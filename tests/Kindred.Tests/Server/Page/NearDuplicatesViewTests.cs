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
