using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class ColorTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Theory]
    [InlineData("#/similar/3", "/similar?")]
    [InlineData("#/for-you", "/recommendations?")]
    [InlineData("#/gallery", "/api/images?")]
    public async Task Swatch_PressedByKey_AsksForThatColorAndLetsGo(string view, string route)
    {
        var visitor = await VisitAsync(new() { View = view });
        var swatch = visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Only things of this color" })
            .GetByRole(AriaRole.Button, new() { Name = "blue" });
        if (view == "#/for-you")
            await visitor.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();
        await Expect(swatch).ToHaveAttributeAsync("aria-pressed", "false");

        await visitor.Page.RunAndWaitForRequestAsync(
            () => swatch.PressAsync("Space"),
            request => request.Url.Contains(route, StringComparison.Ordinal)
                && request.Url.Contains("color=blue", StringComparison.Ordinal));

        await Expect(swatch).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visitor.Page).ToHaveURLAsync(Pattern("color=blue"));
        await swatch.PressAsync("Space");
        await Expect(swatch).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(visitor.Page).Not.ToHaveURLAsync(Pattern("color="));
    }
}
