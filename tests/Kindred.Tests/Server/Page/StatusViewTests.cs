using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class StatusViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrive_AFileThatCannotBeRead_IsListedWithItsReason()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Status");

        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("dog/broken.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText(Gallery.Gallery)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Index_APictureAdded_AppearsInTheGallery()
    {
        await using var small = await SmallGallery.StartAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);

        await visitor.OpenAsync("Status");
        await visitor.Button("Index now").ClickAsync();
        await Expect(visitor.Page.GetByText("1 new")).ToBeVisibleAsync();

        await visitor.OpenAsync("Gallery");
        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gallery_IndexedBySomebodyElse_IsOfferedAndShown()
    {
        await using var small = await SmallGallery.StartAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);
        await small.IndexAsync();

        await visitor.Button("Like one.jpg").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("o");
        await Expect(visitor.Names).ToHaveTextAsync(["one.jpg", "two.jpg"]);
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("three");

        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }
}
