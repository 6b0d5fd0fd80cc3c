using Deque.AxeCore.Playwright;
using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Every view on screens from a phone to a large one, in light and in dark colors.</summary>
public sealed class WidthTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private static readonly (string View, string Heading)[] Views =
    [
        ("#/gallery", "Gallery"), ("#/for-you", "For you"), ("#/similar/3", "Similar pictures"), ("#/near-duplicates", "Near-duplicates"),
        ("#/layout", "Layout"), ("#/status", "Status"),
    ];

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task EveryView_OnAScreen_FitsAndHasNoSeriousViolation(int width, int height, bool dark)
    {
        var visitor = await VisitAsync(new() { Width = width, Height = height, Dark = dark, Phone = width == 390 });
        await visitor.LikeAsync("02.jpg", "05.jpg");
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        foreach (var (view, heading) in Views)
        {
            await visitor.Page.GotoAsync($"/{view}");
            await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
            await Expect(visitor.Page.Locator(".waiting")).ToHaveCountAsync(0);
            await JudgeAsync(visitor, view, width);
        }

        await visitor.Page.GotoAsync("/#/gallery");
        await visitor.Link("Show 01.jpg").ClickAsync();
        await Expect(visitor.Page.Locator("#viewer img")).ToBeVisibleAsync();
        await JudgeAsync(visitor, "viewer", width);
    }

    private static async Task JudgeAsync(Visitor visitor, string view, int width)
    {
        Assert.InRange(await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, width);
        var serious = (await visitor.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical");
        Assert.Empty(serious.SelectMany(violation => violation.Nodes, (violation, node) => $"{view}: {violation.Id}: {node.Html}"));
    }
}
