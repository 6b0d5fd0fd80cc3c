using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>The page on a phone of 390 × 844 pixels.</summary>
public sealed class PhoneTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    // Links within text are as tall as their line; a control within a label is as large as the label.
    private const string SmallTargets =
        """
        () => [...document.querySelectorAll('a[href], button, input, select, summary')]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }))
          .filter((e) => !e.closest('.hidden, .skip, .toasts') && getComputedStyle(e).display !== 'inline')
          .map((e) => ({ e, box: (e.closest('label') ?? e).getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1 && (Math.round(box.width) < 44 || Math.round(box.height) < 44))
          .map(({ e, box }) => [e, e.getAttribute('aria-label') ?? e.textContent.trim(), box])
          .map(([e, name, box]) => `${e.localName}.${e.className} ${name}: ${box.width} × ${box.height}`)
        """;

    public static TheoryData<string, string> Views => new()
    {
        { "#/gallery", "Gallery" },
        { "#/gallery?label=cat&q=zebra", "No name contains that" },
        { "#/for-you", "For you" },
        { "#/similar", "Similar pictures" },
        { "#/similar/3?label=dog&from=1.2.4.5.6.7.8", "Similar pictures" },
        { "#/near-duplicates", "Near-duplicates" },
        { "#/layout", "Layout" },
        { "#/status", "Status" },
        { "#/nothing", "There is nothing at this address" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task View_OnAPhone_FitsItsWidthAndAFinger(string view, string heading)
    {
        var visitor = await VisitAsync(new() { Phone = true });
        await visitor.LikeAsync("02.jpg", "05.jpg");

        await visitor.Page.GotoAsync(view);
        await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await FitsAsync(visitor);
    }

    [Fact]
    public async Task Views_OneAfterTheOther_AreReachedByTheBar()
    {
        var visitor = await VisitAsync(new() { Phone = true });
        var bar = visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" });
        foreach (var view in new[] { "For you", "Similar pictures", "Near-duplicates", "Layout", "Status", "Gallery" })
        {
            await bar.GetByRole(AriaRole.Link, new() { Name = view, Exact = true }).TapAsync();
            await Expect(visitor.Heading(view)).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Like_ByTapping_ForYouAndWhyFit()
    {
        var visitor = await VisitAsync(new() { Phone = true });
        foreach (var name in new[] { "02.jpg", "05.jpg" })
        {
            await visitor.Button($"Like {name}").TapAsync();
            await Expect(visitor.Message).ToContainTextAsync($"Liked {name}");
        }

        await visitor.OpenAsync("For you");
        await Expect(visitor.Page.GetByText("From 2 likes")).ToBeVisibleAsync();
        await visitor.Page.GetByText("What you chose (2)").TapAsync();
        await Expect(visitor.Button("Remove 02.jpg")).ToBeVisibleAsync();
        await FitsAsync(visitor);

        var first = (await Visitor.TextsAsync(visitor.Names))[0];
        await visitor.Button($"Why {first}?").TapAsync();
        await Expect(visitor.Page.Locator(".heat-map")).ToBeVisibleAsync();
        await FitsAsync(visitor);
        await visitor.Button("Close").TapAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Viewer_OnAPhone_HasEverythingInSight()
    {
        const string Name = "a photograph of a chair that somebody has named at great length.jpg";
        var own = await ServeAsync([Name, "other.jpg"]);
        var visitor = await VisitAsync(new() { Phone = true }, own.Run.Address);
        await visitor.Link($"Show {Name}").TapAsync();

        foreach (var button in new[] { "Close", "Next picture", "Like this picture", "Whole picture" })
            await Expect(visitor.Button(button)).ToBeInViewportAsync(new() { Ratio = 1 });
        await FitsAsync(visitor);
    }

    [Fact]
    public async Task Suggestions_OnAPhone_FitAndAreTakenByAFinger()
    {
        var own = await ServeAsync(["one.jpg", "two.jpg"]);
        await own.Run.JsonAsync(HttpMethod.Post, "/api/attributes", """
            {"attributes":[{"picture":"one.jpg","values":{"brand":"A brand with a name that goes on and on for a while","price":3}}]}
            """);
        var visitor = await VisitAsync(new() { Phone = true }, own.Run.Address);
        var box = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Only pictures that match this filter" });
        var options = visitor.Page.Locator(".where-box").GetByRole(AriaRole.Option);

        await box.TapAsync();
        await Expect(options).ToHaveCountAsync(2);
        await options.First.TapAsync();
        await Expect(box).ToHaveValueAsync("brand ");
        await options.First.TapAsync();
        await Expect(options).ToContainTextAsync(["A brand with a name"]);

        await Expect(options.First).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.True(await options.First.EvaluateAsync<bool>(
            "(option) => option.offsetHeight >= 44 && option.scrollWidth <= option.clientWidth"));
        await FitsAsync(visitor);
        await options.First.TapAsync();
        await box.PressAsync("Enter");
        await Expect(visitor.Tiles).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Bar_OnAPhone_HasWhoLooksBesideTheBrand()
    {
        var visitor = await VisitAsync(new() { Phone = true, User = "somebody with a long name" });
        await visitor.LikeAsync("02.jpg");

        var brand = await visitor.Page.Locator(".brand").BoundingBoxAsync();
        var tools = await visitor.Page.Locator(".tools").BoundingBoxAsync();

        Assert.True(tools!.Y < brand!.Y + brand.Height, "The tools have a line of their own.");
    }

    [Fact]
    public async Task Similar_OnAPhone_HasThoseLikeItInSight()
    {
        var visitor = await VisitAsync(new() { Phone = true, View = "#/similar/3" });

        await Expect(visitor.Tiles.First).ToBeInViewportAsync();
    }

    [Fact]
    public async Task NewUser_OnAPhone_Fits()
    {
        var visitor = await VisitAsync(new() { Phone = true });

        var users = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" });
        await users.SelectOptionAsync(new SelectOptionValue { Label = "New user…" });

        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await FitsAsync(visitor);
    }

    private static async Task FitsAsync(Visitor visitor)
    {
        Assert.Equal(390, await visitor.Page.EvaluateAsync<int>("() => innerWidth"));
        Assert.InRange(await visitor.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 0, 390);
        Assert.Empty(await visitor.Page.EvaluateAsync<string[]>(SmallTargets));
    }
}
