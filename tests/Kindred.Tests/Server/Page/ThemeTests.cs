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

    /// <summary>Who asks for no motion gets none: not a frame in which the old colors stand under the new ones.</summary>
    [Fact]
    public async Task ReducedMotion_ColorsOfTheSystemChange_NothingMoves()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles.First).ToBeVisibleAsync();
        await visitor.Page.EvaluateAsync("""
            matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
              document.body.getBoundingClientRect();
              document.body.dataset.moving = document.getAnimations().length;
            })
            """);

        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });

        await Expect(visitor.Page.Locator("body")).ToHaveAttributeAsync("data-moving", "0");
    }
}
