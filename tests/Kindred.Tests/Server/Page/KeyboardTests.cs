using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Everything with the keyboard alone.</summary>
public sealed class KeyboardTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const int MostStops = 250;

    /// <summary>The views, each with few pictures, so that walking through all of it takes little time.</summary>
    public static TheoryData<string> Views =>
        ["#/gallery?q=cat/1", "#/for-you?k=5", "#/similar", "#/similar/3?label=dog", "#/near-duplicates", "#/layout", "#/status"];

    [Fact]
    public async Task SkipLink_First_LeadsPastTheBar()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);

        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Link("Skip to the pictures")).ToBeFocusedAsync();
        await Expect(visitor.Link("Skip to the pictures")).ToBeInViewportAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.Keyboard.PressAsync("Tab");

        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await Expect(visitor.Heading("Gallery")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_OnATile_LikeDislikeAndLeadOn()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await TabToAsync(visitor, "Show 01.jpg");

        await visitor.Page.Keyboard.PressAsync("l");
        await Expect(visitor.Button("Like 01.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
        await visitor.Page.Keyboard.PressAsync("d");
        await Expect(visitor.Button("Dislike 01.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visitor.Button("Like 01.jpg")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(visitor.Message).ToContainTextAsync("Disliked 01.jpg");
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Button("Like 01.jpg")).ToHaveAttributeAsync("aria-pressed", "true");

        await visitor.Page.Keyboard.PressAsync("s");
        await Expect(visitor.Heading("01.jpg")).ToBeVisibleAsync();
        var next = (await Visitor.TextsAsync(visitor.Names))[0];
        await TabToAsync(visitor, $"Show {next}");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Heading(next)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_TypedIntoTheSearch_AreText()
    {
        var visitor = await VisitAsync();

        await visitor.Page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("dldsw");

        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("dldsw");
        await Expect(visitor.Heading("No name contains that")).ToBeVisibleAsync();
        await Expect(visitor.Message).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Why_ByItsKey_EscapeClosesAndLeadsBack()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.OpenAsync("For you");
        var name = (await Visitor.TextsAsync(visitor.Names))[0];
        await TabToAsync(visitor, $"Show {name}");

        await visitor.Page.Keyboard.PressAsync("w");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Why {name}?" });
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(visitor.Link($"Show {name}")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Keys_InTheListThatChangesWithThem_StayOnATile()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.OpenAsync("For you");
        var name = (await Visitor.TextsAsync(visitor.Names))[0];
        await TabToAsync(visitor, $"Show {name}");

        await visitor.Page.Keyboard.PressAsync("d");
        await Expect(visitor.Tile(name)).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator("main article a.picture:focus")).ToHaveCountAsync(1);
        await visitor.Page.Keyboard.PressAsync("l");

        await Expect(visitor.Page.GetByText("From 3 likes")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task QuestionMark_Anywhere_ListsTheKeys()
    {
        var visitor = await VisitAsync(new() { View = "#/status" });
        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();

        await visitor.Page.Keyboard.PressAsync("?");
        var keys = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(keys.GetByText("not this one, but this kind")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");

        await Expect(keys).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Slash_OnAnotherView_LeadsToTheSearch()
    {
        var visitor = await VisitAsync(new() { View = "#/status" });
        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();

        await visitor.Page.Keyboard.PressAsync("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("dog/2");

        await Expect(visitor.Tiles).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task Arrows_OnATile_LeadToTheNextInThatDirection()
    {
        var visitor = await VisitAsync();
        await visitor.Link("Show 00.jpg").FocusAsync();

        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visitor.Link("Show 01.jpg")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(visitor.Link("Show 01.jpg")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowLeft");
        await visitor.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(visitor.Link("Show 00 again.jpg")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task NewUser_ByKeys_NameEnterAndGoOn()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await visitor.Page.Locator("#user").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("N");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await visitor.Page.Keyboard.TypeAsync("Grace");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" })).ToHaveValueAsync("Grace");
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Tab_ThroughAView_ReachesEverythingVisiblyAndEnds(string view)
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.Page.GotoAsync(view);
        await visitor.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        await Expect(visitor.Page.Locator("main h1, main h2").First).ToBeVisibleAsync();
        await visitor.Page.EvaluateAsync(NumberStops);
        var stops = new List<string>();

        for (var i = 0; i < MostStops; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var stop = await visitor.Page.EvaluateAsync<string>(Stop);
            if (stop == "the end" || (stops.Count > 0 && stop == stops[0]))
                break;
            stops.Add(stop);
        }

        Assert.True(stops.Count < MostStops, $"Tab goes on and on: {string.Join(", ", stops.TakeLast(10))}");
        Assert.DoesNotContain(stops, stop => stop.EndsWith("(focus cannot be seen)", StringComparison.Ordinal));
        Assert.Equal(stops.Count, stops.Distinct().Count());
        Assert.Empty((await visitor.Page.EvaluateAsync<string[]>(AllStops)).Except(stops));
    }

    [Fact]
    public async Task Focus_AfterAnotherView_IsInIt()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await TabToAsync(visitor, "Show 01.jpg");

        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Heading("01.jpg")).ToBeVisibleAsync();
        await visitor.Page.Keyboard.PressAsync("s");

        await Expect(visitor.Page.Locator("#main")).ToBeFocusedAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Similar pictures · Kindred");
    }

    private const string NumberStops =
        """
        () => {
          const name = (e) => e.getAttribute('aria-label') ?? (e.textContent.trim().slice(0, 40) || e.id);
          window.stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
            .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]'))
            .filter((e) => e.type !== 'radio' || e.checked); // Tab stops once in a group; arrows lead on.
          window.nameOfStop = (e) => `${stops.indexOf(e)} ${e.localName} ${name(e)}`;
        }
        """;

    private const string AllStops =
        "() => window.stops.filter((e) => e.isConnected && !e.disabled && !e.closest('#toasts')).map(window.nameOfStop)";

    // An outline, a shadow or another border: whatever shows it.
    private const string Stop =
        """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body || e === document.documentElement) return 'the end';
          const style = getComputedStyle(e);
          const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
          return window.nameOfStop(e) + (seen ? '' : ' (focus cannot be seen)');
        }
        """;

    private static async Task TabToAsync(Visitor visitor, string name)
    {
        for (var i = 0; i < MostStops; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<string?>("() => document.activeElement?.getAttribute('aria-label')") == name)
                return;
        }

        Assert.Fail($"Tab does not reach {name}.");
    }
}
