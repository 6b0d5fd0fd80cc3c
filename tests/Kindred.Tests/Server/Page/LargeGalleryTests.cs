using System.Globalization;
using System.Text.Json;
using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>
/// A gallery of 100,000 pictures, as the page shows it. The lists are made up; the page, its other requests and its pictures are real.
/// </summary>
public sealed class LargeGalleryTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const int Pictures = 100_000;
    private const int InSection = 20_000;

    private int _asked;

    [Fact]
    public async Task Scroll_AHundredThousandPictures_FewTilesAreThereAndTheLastCanBeReached()
    {
        var visitor = await OnLargeGalleryAsync();
        await Expect(visitor.Page.GetByText("100,000 pictures", new() { Exact = true })).ToBeVisibleAsync();

        await visitor.ScrollToEndAsync();

        await Expect(visitor.Tile("99999.jpg")).ToBeInViewportAsync();
        Assert.InRange(await visitor.Page.Locator("main .tile").CountAsync(), 1, 200);
        await Expect(visitor.Tile("99999.jpg")).ToHaveAttributeAsync("aria-posinset", "100000");
        Assert.InRange(_asked, 2, 8); // Pages that only flew past were not asked for.
    }

    [Fact]
    public async Task Jump_ToALabel_ShowsItsFirstPictureAndBackComesBackToIt()
    {
        var visitor = await OnLargeGalleryAsync();
        var jump = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Jump to" });

        await jump.SelectOptionAsync(new SelectOptionValue { Label = "label 3 (20,000)" });
        await Expect(visitor.Tile("60000.jpg")).ToBeInViewportAsync();
        await visitor.Link("Similar to 60001.jpg").ClickAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Similar pictures · Kindred");
        await visitor.Page.GoBackAsync();

        await Expect(visitor.Tile("60000.jpg")).ToBeInViewportAsync();
        await Expect(jump).ToHaveValueAsync("label 3 (20,000)");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Tile("60000.jpg")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Resize_FarDown_KeepsThePicture()
    {
        var visitor = await OnLargeGalleryAsync();
        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Jump to" }).SelectOptionAsync("label 2 (20,000)");
        await Expect(visitor.Tile("40000.jpg")).ToBeInViewportAsync();

        await visitor.Page.SetViewportSizeAsync(700, 900);

        await Expect(visitor.Tile("40000.jpg")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Viewer_FromTheLastPictureBackwards_GoesOn()
    {
        var visitor = await OnLargeGalleryAsync();
        await visitor.ScrollToEndAsync();
        await visitor.Link("Show 99999.jpg").ClickAsync();
        for (var i = 0; i < 3; i++)
            await visitor.Page.Keyboard.PressAsync("ArrowLeft");

        await Expect(visitor.Heading("99996.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("99,997 of 100,000")).ToBeVisibleAsync();
    }

    private async Task<Visitor> OnLargeGalleryAsync()
    {
        var visitor = await VisitAsync(new() { View = "/favicon.svg" });
        var items = (await Gallery.Run.GetAsync("/api/images")).GetProperty("items").EnumerateArray()
            .Select(item => item.Deserialize<Dictionary<string, object>>()!).ToArray();
        await visitor.Page.RouteAsync("**/api/images?*", route =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
            var offset = int.Parse(query["offset"] ?? "0", CultureInfo.InvariantCulture);
            var limit = int.Parse(query["limit"] ?? "100", CultureInfo.InvariantCulture);
            Interlocked.Increment(ref _asked);
            return route.FulfillAsync(new()
            {
                Json = new
                {
                    total = Pictures,
                    offset,
                    items = Enumerable.Range(offset, Math.Min(limit, Pictures - offset)).Select(position => new Dictionary<string, object>(
                        items[position % items.Length], StringComparer.Ordinal)
                    {
                        ["path"] = $"label {position / InSection}/{position:00000}.jpg",
                    }),
                },
            });
        });
        await visitor.Page.RouteAsync("**/api/images/sections?*", route => route.FulfillAsync(new()
        {
            Json = new
            {
                total = Pictures,
                items = Enumerable.Range(0, Pictures / InSection)
                    .Select(section => new { name = $"label {section}", offset = section * InSection, images = InSection }),
            },
        }));
        await visitor.Page.GotoAsync("/#/gallery");
        await Expect(visitor.Tile("00000.jpg")).ToBeInViewportAsync();
        return visitor;
    }
}
