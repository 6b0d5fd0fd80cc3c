using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class ThemeTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Toggle_AgainstTheSystem_IsRemembered(bool dark)
    {
        var visitor = await VisitAsync(new() { Dark = dark });
        var toggle = visitor.Button("Dark colors");
        var body = visitor.Page.Locator("body");
        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", dark ? "true" : "false");
        var before = await body.EvaluateAsync<string>("body => getComputedStyle(body).backgroundColor");

        await toggle.ClickAsync();

        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", dark ? "false" : "true");
        await Expect(body).Not.ToHaveCSSAsync("background-color", before);
        await visitor.Page.ReloadAsync();
        await Expect(body).Not.ToHaveCSSAsync("background-color", before);
        await Expect(visitor.Page.Locator("html")).ToHaveCSSAsync("color-scheme", dark ? "light" : "dark");
    }
}
