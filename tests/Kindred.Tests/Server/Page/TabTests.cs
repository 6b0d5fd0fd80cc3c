using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Two tabs of one browser.</summary>
public sealed class TabTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Like_InOneTab_ShowsInTheOther()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        var other = await OtherTabAsync(visitor);

        await visitor.LikeAsync("03.jpg");

        await Expect(other.GetByRole(AriaRole.Button, new() { Name = "Like 03.jpg", Exact = true }))
            .ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task User_SwitchedInOneTab_LooksInTheOtherToo()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        var other = await OtherTabAsync(visitor);

        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" }).SelectOptionAsync("me");

        await Expect(other.GetByRole(AriaRole.Combobox, new() { Name = "User" })).ToHaveValueAsync("me");
    }

    private static async Task<IPage> OtherTabAsync(Visitor visitor)
    {
        var other = await visitor.Page.Context.NewPageAsync();
        await other.GotoAsync("/#/gallery");
        await Expect(other.GetByRole(AriaRole.Article)).ToHaveCountAsync(25);
        return other;
    }
}
