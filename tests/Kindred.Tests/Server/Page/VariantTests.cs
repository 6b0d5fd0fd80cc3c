using Deque.AxeCore.Playwright;
using Kindred.Tests.Fixtures;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Things in several colors, as the page shows them.</summary>
public sealed class VariantTests(Chromium chromium, ServedGallery gallery, RecoloredLibrary recolored)
    : PageTests(chromium, gallery), IClassFixture<RecoloredLibrary>
{
    private ServerRun? _run;

    private ServerRun Run => _run!; // Set before every test.

    public override async ValueTask InitializeAsync() => _run = await ServerRun.StartAsync(recolored.Library);

    protected override async ValueTask LeaveAsync() => await Run.DisposeAsync();

    [Fact]
    public async Task Similar_ThingInSeveralColors_IsOneTileThatOpens()
    {
        var visitor = await OnSimilarAsync(RecoloredLibrary.Alone);
        foreach (var group in recolored.Groups)
            await Expect(TilesOf(visitor, group)).ToHaveCountAsync(1);
        var tile = TilesOf(visitor, recolored.Largest);
        var mark = tile.GetByRole(AriaRole.Button, new() { NameRegex = Pattern($"^{recolored.Largest.Length} colors, ") });
        var shelf = tile.GetByRole(AriaRole.List, new() { NameRegex = Pattern("^Other colors of ") });

        await Expect(mark).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(shelf).ToBeHiddenAsync();
        await mark.ClickAsync();

        await Expect(mark).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(shelf.GetByRole(AriaRole.Link)).ToHaveCountAsync(recolored.Largest.Length - 1);
        var name = (await shelf.GetByRole(AriaRole.Link).First.GetAttributeAsync("aria-label"))!["Show ".Length..];
        await shelf.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Similar_ByKeyboard_OpensAndClosesAndLeadsOn()
    {
        var visitor = await OnSimilarAsync(RecoloredLibrary.Alone);
        var tile = TilesOf(visitor, recolored.Largest);
        var mark = tile.Locator("button.behind");
        await tile.Locator("a.picture").FocusAsync();

        await visitor.Page.Keyboard.PressAsync("v");
        await Expect(mark).ToHaveAttributeAsync("aria-expanded", "true");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(mark).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(mark).ToHaveAttributeAsync("aria-expanded", "false");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(mark).ToHaveAttributeAsync("aria-expanded", "true");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(tile.Locator(".shelf a").First).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page.Locator(".asked h2")).Not.ToHaveTextAsync(Path.GetFileName(RecoloredLibrary.Alone));
        Assert.Contains(await visitor.Page.Locator(".asked h2").InnerTextAsync(), recolored.Largest.Select(Path.GetFileName));
    }

    [Fact]
    public async Task Similar_ToOneColor_MarksTheOthers()
    {
        var visitor = await OnSimilarAsync(recolored.Largest[0]);

        var mark = TilesOf(visitor, recolored.Largest).Locator(".behind");

        await Expect(mark).ToHaveTextAsync($"{recolored.Largest.Length - 1} other colors");
    }

    [Fact]
    public async Task Similar_OnePhotographTwice_IsCalledNearDuplicateAndNoColor()
    {
        var visitor = await OnSimilarAsync(RecoloredLibrary.Alone);

        await Expect(TilesOf(visitor, ["sofa/01.jpg", "sofa/01 again.jpg"]).Locator(".behind")).ToHaveTextAsync("+1 near-duplicate");
    }

    [Fact]
    public async Task ForYou_ThingInSeveralColors_IsOneTile()
    {
        var visitor = await VisitAsync(new() { View = "#/gallery" }, Run.Address);
        await visitor.LikeAsync(Path.GetFileName(RecoloredLibrary.Alone));
        await visitor.OpenAsync("For you");

        await Expect(TilesOf(visitor, recolored.Largest)).ToHaveCountAsync(1);
        await Expect(TilesOf(visitor, recolored.Largest).Locator(".behind")).ToHaveTextAsync($"{recolored.Largest.Length} colors");
    }

    [Fact]
    public async Task NearDuplicates_ThingsInSeveralColors_AreListedApart()
    {
        var visitor = await VisitAsync(new() { View = "#/near-duplicates" }, Run.Address);

        var section = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Same, in several colors" });
        await Expect(section).ToContainTextAsync("They are not duplicates.");
        await Expect(section.Locator(".group")).ToHaveCountAsync(recolored.Groups.Count);
        await Expect(section.GetByText($"Same, {recolored.Largest.Length} colors").First).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("main > .groups > .group")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Views_WithThingsInSeveralColors_HaveNoSeriousViolation(bool dark)
    {
        var visitor = await VisitAsync(
            new() { View = $"#/similar/{await Run.IdAsync(RecoloredLibrary.Alone)}", Dark = dark }, Run.Address);
        await TilesOf(visitor, recolored.Largest).Locator("button.behind").ClickAsync();
        await Expect(visitor.Page.Locator(".shelf:not([hidden])")).ToBeVisibleAsync();
        Assert.Empty(await SeriousAsync(visitor));

        await visitor.OpenAsync("Near-duplicates");
        await Expect(visitor.Page.Locator(".variants .group")).Not.ToHaveCountAsync(0);
        Assert.Empty(await SeriousAsync(visitor));
    }

    /// <summary>A word in a circle, or one that is cut off, could not be read.</summary>
    [Fact]
    public async Task Similar_ThingInSeveralColors_IsSaidInOneLine()
    {
        var visitor = await OnSimilarAsync(RecoloredLibrary.Alone);

        var box = await TilesOf(visitor, recolored.Largest).Locator(".behind").BoundingBoxAsync();

        Assert.NotNull(box);
        Assert.InRange(box.Width / box.Height, 2, 10);
    }

    private static async Task<List<string>> SeriousAsync(Visitor visitor) =>
    [
        .. (await visitor.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"),
    ];

    private static ILocator TilesOf(Visitor visitor, IEnumerable<string> paths) => visitor.Page.Locator(
        string.Join(", ", paths.Select(path => $"main article:has(.name[title=\"{path}\"])")));

    private async Task<Visitor> OnSimilarAsync(string path)
    {
        var visitor = await VisitAsync(new() { View = $"#/similar/{await Run.IdAsync(path)}" }, Run.Address);
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
        return visitor;
    }
}
