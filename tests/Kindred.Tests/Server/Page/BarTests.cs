using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>The bar at the top, at the widths that windows have.</summary>
public sealed class BarTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Theory]
    [InlineData(800)]
    [InlineData(1024)]
    [InlineData(1160)]
    [InlineData(1200)]
    [InlineData(1280)]
    [InlineData(1440)]
    public async Task Views_AtAWidth_AreAllShownWithoutScrolling(int width)
    {
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" });
        await visitor.Page.SetViewportSizeAsync(width, 900);
        await Expect(visitor.Heading("Near-duplicates")).ToBeVisibleAsync();

        Assert.True(await visitor.Page.EvaluateAsync<bool>(
            "() => { const bar = document.querySelector('.views'); return bar.scrollWidth <= bar.clientWidth; }"));
    }
}
