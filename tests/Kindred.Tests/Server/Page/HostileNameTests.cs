using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Names of files and folders are other people's; the page shows them and nothing more.</summary>
public sealed class HostileNameTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const string Picture = "<img src=x onerror=alert(1)>.jpg";
    private const string Label = "<b id=bold>&amp;'\"%2F#?";

    [Fact]
    public async Task Show_NamesThatAreMarkup_AreTextOnEveryView()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no files of such names.");
        var hostile = await ServeAsync([$"{Label}/{Picture}", $"{Label}/other.jpg", "plain/third.jpg", "plain/fourth.jpg"]);
        File.Copy(Path.Combine(hostile.Folder, Label, Picture), Path.Combine(hostile.Folder, Label, $"again {Picture}"));
        await hostile.IndexAsync(5);
        var visitor = await VisitAsync(new() { User = "<i>me</i> & ?#/%" }, hostile.Run.Address);

        await Expect(visitor.Tile(Picture).Locator(".name")).ToHaveTextAsync(Picture);
        await Expect(visitor.Tile(Picture).Locator("img")).ToHaveJSPropertyAsync("complete", true);
        await visitor.LikeAsync(Picture);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = Label }).ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(3);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(3);

        await visitor.Link($"Show {Picture}").ClickAsync();
        await Expect(visitor.Heading(Picture)).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        await visitor.OpenAsync("For you");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = $"Because you chose" })).ToContainTextAsync(Picture);
        var first = (await Visitor.TextsAsync(visitor.Names))[0];
        await visitor.Button($"Why {first}?").ClickAsync();
        await Expect(visitor.Page.Locator(".heat-map")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        foreach (var view in new[] { "Near-duplicates", "Layout", "Status" })
        {
            await visitor.OpenAsync(view);
            await Expect(visitor.Heading(view)).ToBeVisibleAsync();
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Expect(visitor.Page.Locator("#bold, img[src=x], main i")).ToHaveCountAsync(0);
        }
    }
}
