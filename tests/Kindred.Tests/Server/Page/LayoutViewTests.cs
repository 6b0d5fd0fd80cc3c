using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class LayoutViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrows_OnTheLayout_NameAPictureAndEnterLeadsToIt()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Layout");
        var layout = visitor.Page.GetByRole(AriaRole.Application, new() { Name = "Layout of 25 pictures" });
        await layout.FocusAsync();

        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        var card = visitor.Page.Locator(".layout-card .name");
        await Expect(card).ToHaveTextAsync(Pattern(@"[.]jpg$"));
        var name = await card.InnerTextAsync();
        await Expect(visitor.Page.Locator(".layout-view [aria-live]")).ToContainTextAsync(name);
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
        await visitor.Page.GoBackAsync();
        await Expect(layout).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrive_OneLabelForAll_TheCardSaysNoLabel()
    {
        var own = await ServeAsync(["chair/one.jpg", "chair/two.jpg", "chair/three.jpg"]);
        var visitor = await VisitAsync(new() { View = "#/layout" }, own.Run.Address);
        await visitor.Page.GetByRole(AriaRole.Application).FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(visitor.Page.Locator(".layout-card .name")).ToHaveTextAsync(Pattern(@"[.]jpg$"));
        await Expect(visitor.Page.Locator(".layout-card .muted")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Zoom_ByButtons_IsInTheAddressUntilItFits()
    {
        var visitor = await VisitAsync(new() { View = "#/layout" });
        await visitor.Button("Zoom in").ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(Pattern("#/layout[?]at="));
        var near = visitor.Page.Url;

        await visitor.Button("Fit").ClickAsync();

        await Expect(visitor.Page).Not.ToHaveURLAsync(near);
    }

    [Fact]
    public async Task Legend_AllLabelsHidden_NothingIsLeftToWalkTo()
    {
        var visitor = await VisitAsync(new() { View = "#/layout" });
        await visitor.Button("Hide all").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Application).FocusAsync();

        await visitor.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(visitor.Page.GetByText("No labels are shown.")).ToHaveCountAsync(1);
        await visitor.Button("Show all").ClickAsync();
        var cats = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^cat") });
        await Expect(cats).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Pointer_OverAPicture_ShowsItAndAClickLeadsToIt()
    {
        var visitor = await VisitAsync(new() { View = "#/layout" });
        var layout = visitor.Page.GetByRole(AriaRole.Application);
        await layout.FocusAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowRight"); // Marks the one nearest to the middle, wherever that is.
        await Expect(visitor.Page.Locator(".layout-card .name")).ToHaveTextAsync(Pattern(@"[.]jpg$"));
        var box = await layout.BoundingBoxAsync();
        Assert.NotNull(box);

        // From the middle outwards, until the pointer is over a picture.
        var over = visitor.Page.Locator("canvas.over");
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(over).ToHaveCountAsync(0);
        for (var step = 0; step < 200 && await over.CountAsync() == 0; step++)
        {
            var (angle, radius) = (step * 0.7, step * 1.3);
            await visitor.Page.Mouse.MoveAsync(
                (float)(box.X + (box.Width / 2) + (radius * Math.Cos(angle))),
                (float)(box.Y + (box.Height / 2) + (radius * Math.Sin(angle))));
        }

        await Expect(visitor.Page.Locator(".layout-card .name")).ToHaveTextAsync(Pattern(@"[.]jpg$"));
        var name = await visitor.Page.Locator(".layout-card .name").InnerTextAsync();
        await visitor.Page.Mouse.DownAsync();
        await visitor.Page.Mouse.UpAsync();
        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrive_NoPictures_SaysSo()
    {
        var empty = await ServeAsync([]);
        var visitor = await VisitAsync(new() { View = "#/layout" }, empty.Run.Address);

        await Expect(visitor.Heading("No pictures yet")).ToBeVisibleAsync();
    }
}
