using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>A picture whole, over the page.</summary>
public sealed class ViewerTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Click_APicture_ShowsItWholeWithWhatItIs()
    {
        var visitor = await VisitAsync();

        await visitor.Link("Show 01.jpg").ClickAsync();

        var viewer = Viewer(visitor);
        await Expect(viewer.GetByRole(AriaRole.Heading)).ToHaveTextAsync("01.jpg");
        await Expect(viewer.GetByText("3 of 25")).ToBeVisibleAsync();
        await Expect(viewer.GetByAltText("01.jpg")).ToHaveAttributeAsync("src", Pattern("/file$"));
        await Expect(viewer.GetByAltText("01.jpg")).ToHaveCSSAsync("object-fit", "contain");
        var box = await viewer.BoundingBoxAsync();
        Assert.Equal((0, 0, 1280, 900), (box!.X, box.Y, box.Width, box.Height));
        var download = viewer.GetByRole(AriaRole.Link, new() { Name = "Download" });
        await Expect(download).ToHaveAttributeAsync("download", "01.jpg");
        await Expect(download).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(viewer.GetByRole(AriaRole.Heading)).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task Keys_InTheViewer_StepLikeZoomAndLeadBack()
    {
        var visitor = await VisitAsync();
        await visitor.Link("Show 01.jpg").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        var title = Viewer(visitor).GetByRole(AriaRole.Heading);

        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(title).ToHaveTextAsync("02.jpg");
        await visitor.Page.Keyboard.PressAsync("l");
        await Expect(visitor.Message).ToContainTextAsync("Liked 02.jpg");
        await Expect(visitor.Message).ToBeInViewportAsync();
        await Expect(visitor.Button("Like this picture")).ToHaveAttributeAsync("aria-pressed", "true");
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visitor.Button("Like this picture")).ToHaveAttributeAsync("aria-pressed", "false");
        await visitor.Page.Keyboard.PressAsync("+");
        await Expect(Viewer(visitor).GetByAltText("03.jpg")).ToHaveAttributeAsync("style", Pattern(@"scale\(1[.]5\)"));
        await visitor.Page.Keyboard.PressAsync("0");
        await Expect(Viewer(visitor).GetByAltText("03.jpg")).Not.ToHaveAttributeAsync("style", Pattern("scale"));
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(Viewer(visitor)).ToBeHiddenAsync();
        await Expect(visitor.Link("Show 03.jpg")).ToBeFocusedAsync();
        await Expect(visitor.Button("Like 02.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Back_FromTheViewer_ClosesItAndFromSimilarShowsTheGallery()
    {
        var visitor = await VisitAsync();
        await visitor.Link("Show 01.jpg").ClickAsync();
        await Expect(Viewer(visitor)).ToBeVisibleAsync();

        await visitor.Page.GoBackAsync();
        await Expect(Viewer(visitor)).ToBeHiddenAsync();
        await Expect(visitor.Heading("Gallery")).ToBeVisibleAsync();

        await visitor.Link("Show 01.jpg").ClickAsync();
        await visitor.Page.Keyboard.PressAsync("s");
        await Expect(visitor.Page.Locator(".asked h2")).ToHaveTextAsync("01.jpg");
        await Expect(visitor.Page).ToHaveTitleAsync("Similar pictures · Kindred");
        await visitor.Page.GoBackAsync();

        await Expect(visitor.Heading("Gallery")).ToBeVisibleAsync();
        await Expect(Viewer(visitor)).ToBeHiddenAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
    }

    [Fact]
    public async Task Why_InTheViewer_SaysWhyOverIt()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.OpenAsync("For you");
        var name = (await Visitor.TextsAsync(visitor.Names))[0];
        await visitor.Link($"Show {name}").ClickAsync();

        await visitor.Page.Keyboard.PressAsync("w");
        await Expect(visitor.Heading($"Why {name}?")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(visitor.Heading($"Why {name}?")).ToBeHiddenAsync();
        await Expect(Viewer(visitor)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Step_PastTheLastPicture_StaysThere()
    {
        var visitor = await VisitAsync(new() { View = "#/gallery?q=dog/23" });
        await visitor.Link("Show 23.jpg").ClickAsync();

        await Expect(visitor.Button("Next picture")).ToBeDisabledAsync();
        await Expect(visitor.Button("Previous picture")).ToBeDisabledAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowRight");

        await Expect(Viewer(visitor).GetByRole(AriaRole.Heading)).ToHaveTextAsync("23.jpg");
    }

    private static ILocator Viewer(Visitor visitor) => visitor.Page.Locator("#viewer");
}
