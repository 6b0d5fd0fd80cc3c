using Kindred.Tests.Colors;
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

    [Fact]
    public async Task Gallery_ByNameAndColorTogether_ShowsWhatHasBothAndSaysSoInTheAddress()
    {
        const uint White = 0xF4F4F4, Red = 0xC01020, Blue = 0x2030B0;
        (string Name, uint Thing)[] things = [("chair 1.png", Red), ("chair 2.png", Blue), ("chair 3.png", Red), ("sofa 1.png", Red)];
        var own = await ServeAsync([.. things.Select(one => one.Name)], prepare: folder =>
        {
            foreach (var (i, (name, thing)) in things.Index())
                File.WriteAllBytes(Path.Combine(folder, name), ColoredPicture.Png(thing, White, 0.4f + (0.05f * i)));
        });
        var visitor = await VisitAsync(address: own.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(4);

        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("chair");
        await Expect(visitor.Names).ToHaveTextAsync(["chair 1.png", "chair 2.png", "chair 3.png"]);
        await visitor.Button("red").ClickAsync();
        await Expect(visitor.Names).ToHaveTextAsync(["chair 1.png", "chair 3.png"]);
        await Expect(visitor.Page.GetByText("2 of 4 pictures")).ToBeVisibleAsync();

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Names).ToHaveTextAsync(["chair 1.png", "chair 3.png"]);
        await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await Expect(visitor.Names).ToHaveTextAsync(["chair 1.png", "chair 3.png", "sofa 1.png"]);
    }
}
