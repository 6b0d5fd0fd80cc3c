using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class StatusViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrive_AFileThatCannotBeRead_IsListedWithItsReasonBesideWhatTheLibraryIs()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Status");

        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();
        var failures = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Failures" });
        await Expect(failures.GetByText("1 file could not be read.")).ToBeVisibleAsync();
        var broken = failures.GetByRole(AriaRole.Row).Filter(new() { HasText = "dog/broken.jpg" });
        await Expect(broken.GetByRole(AriaRole.Cell).Last).Not.ToBeEmptyAsync();
        var library = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Library" });
        await Expect(library.GetByText(Gallery.Gallery)).ToBeVisibleAsync();
        await library.GetByRole(AriaRole.Link, new() { Name = "dog" }).ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(12);
    }

    [Fact]
    public async Task Index_APictureAdded_AppearsInTheGallery()
    {
        var small = await ServeAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);

        await visitor.OpenAsync("Status");
        await visitor.Button("Index now").ClickAsync();
        await Expect(visitor.Page.GetByText("1 indexed, 2 unchanged")).ToBeVisibleAsync();

        await visitor.OpenAsync("Gallery");
        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gallery_IndexedBySomebodyElse_IsOfferedAndShown()
    {
        var small = await ServeAsync(["one.jpg", "two.jpg"]);
        var visitor = await VisitAsync(address: small.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        small.Add("three.jpg", 77);
        await small.IndexAsync(3);

        await visitor.Button("Like one.jpg").ClickAsync(); // Any answer says that there is something new.
        await visitor.Message.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();

        await Expect(visitor.Tile("three.jpg")).ToBeVisibleAsync();
    }
}
