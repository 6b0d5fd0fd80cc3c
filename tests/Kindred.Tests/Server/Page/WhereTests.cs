using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>The box that takes a filter on what a shop says of its pictures.</summary>
public sealed class WhereTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    public override async ValueTask InitializeAsync()
    {
        // The prices are the numbers of the names, and every third can be had.
        var entries = Enumerable.Range(0, 24).Select(i => $$$"""
            {"picture":"{{{(i < 12 ? "cat" : "dog")}}}/{{{i:00}}}.jpg",
              "values":{"price":{{{i * 10}}},"inStock":{{{(i % 3 == 0 ? "true" : "false")}}},
             "brand":"{{{(i % 2 == 0 ? "Ekeby" : "Nord & Co")}}}"}}
            """);
        await Gallery.Run.JsonAsync(HttpMethod.Post, "/api/attributes", $$"""{"attributes":[{{string.Join(',', entries)}}]}""");
    }

    [Fact]
    public async Task Type_AFilter_HoldsInTheGalleryInSimilarAndForYouAndAfterBack()
    {
        var visitor = await VisitAsync();
        await Box(visitor).FillAsync("price<100 and inStock");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Names).ToHaveTextAsync(["00.jpg", "03.jpg", "06.jpg", "09.jpg"]);
        await Expect(visitor.Page.GetByText("4 of 25 pictures")).ToBeVisibleAsync();
        await visitor.LikeAsync("03.jpg");

        await visitor.Link("Similar to 03.jpg").ClickAsync();
        await Expect(visitor.Heading("Similar pictures")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(3);
        await Expect(Box(visitor)).ToHaveValueAsync("price<100 and inStock");

        await visitor.Page.GoBackAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(4);
        await Expect(Box(visitor)).ToHaveValueAsync("price<100 and inStock");

        await visitor.OpenAsync("For you");
        await Expect(visitor.Tiles).ToHaveCountAsync(3);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(3);
        await visitor.Button("Clear").ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(23);
        Assert.DoesNotContain("where", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Type_ByKeysAlone_SuggestsNamesSignsAndValues()
    {
        var visitor = await VisitAsync();
        await Box(visitor).FocusAsync();
        await visitor.Page.Keyboard.TypeAsync("br");
        await TakeFirstAsync(visitor, "brand");
        await TakeFirstAsync(visitor, "=");
        await Expect(Options(visitor)).ToHaveTextAsync(["Ekeby12", "'Nord & Co'12"]);
        await visitor.Page.Keyboard.TypeAsync("no");
        await TakeFirstAsync(visitor, "'Nord & Co'");
        await TakeFirstAsync(visitor, "and");
        await visitor.Page.Keyboard.TypeAsync("price >= ");
        await Expect(Options(visitor)).ToHaveTextAsync(["0least", "230most"]);
        await visitor.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(visitor.Page.Locator(".suggestions [aria-selected=true]")).ToHaveTextAsync("230most");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(Box(visitor)).ToHaveValueAsync("brand = 'Nord & Co' and price >= 230 ");

        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Names).ToHaveTextAsync(["23.jpg"]);
        await Expect(Options(visitor)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Type_WhileTheGalleryChangesAndNoTileHasCome_KeepsWhatIsTyped()
    {
        var visitor = await VisitAsync();
        await visitor.Page.RouteAsync(
            address => address.Contains("/api/images?", StringComparison.Ordinal) && address.Contains("offset=", StringComparison.Ordinal),
            _ => Task.CompletedTask); // Never answered.
        await visitor.Page.RouteAsync("**/api/attributes/brand/values*", async route =>
        {
            var answer = await route.FetchAsync();
            var headers = new Dictionary<string, string>(answer.Headers) { ["x-kindred-gallery"] = "99999" };
            await route.FulfillAsync(new() { Response = answer, Headers = headers });
        });
        await visitor.Page.ReloadAsync();

        await Box(visitor).FillAsync("brand = ");

        await Expect(visitor.Page.GetByText("The gallery has changed.")).ToBeVisibleAsync();

        await Expect(Box(visitor)).ToHaveValueAsync("brand = ");
        await Expect(Options(visitor)).ToHaveTextAsync(["Ekeby12", "'Nord & Co'12"]);
    }

    [Fact]
    public async Task Type_WhatCannotBeUnderstood_IsSaidInOneLineAndChangesNothing()
    {
        var visitor = await VisitAsync();
        visitor.Expects("status of 400");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await Box(visitor).FillAsync("pirce < ");
        await visitor.Page.Keyboard.TypeAsync("3", new() { Delay = 400 }); // So that suggestions would be asked for.
        await visitor.Page.Keyboard.PressAsync("Enter");

        var wrong = visitor.Page.Locator(".where-box").GetByRole(AriaRole.Alert);
        await Expect(wrong).ToContainTextAsync("there is no attribute pirce; there are brand (text), inStock (boolean), price (number)");
        Assert.True(await wrong.EvaluateAsync<bool>("(line) => line.offsetHeight < 2 * parseFloat(getComputedStyle(line).lineHeight)"));
        await Expect(Box(visitor)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);

        await Box(visitor).FillAsync("price < 3");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Names).ToHaveTextAsync(["00.jpg"]);
        await Expect(wrong).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Suggestion_Clicked_IsTakenAndEscapeClosesTheList()
    {
        var visitor = await VisitAsync();
        await Box(visitor).ClickAsync();
        await Options(visitor).Filter(new() { HasText = "inStock" }).ClickAsync();
        await Expect(Box(visitor)).ToHaveValueAsync("inStock ");
        await Expect(Options(visitor)).ToHaveTextAsync(["and", "or"]);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(Options(visitor)).ToHaveCountAsync(0);

        await visitor.Page.Keyboard.PressAsync("Tab");

        await Expect(visitor.Tiles).ToHaveCountAsync(8);
    }

    private static ILocator Box(Visitor visitor) =>
        visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Only pictures that match this filter" });

    private static ILocator Options(Visitor visitor) => visitor.Page.Locator(".where-box").GetByRole(AriaRole.Option);

    private static async Task TakeFirstAsync(Visitor visitor, string expected)
    {
        await Expect(Options(visitor).First).ToContainTextAsync(expected);
        await visitor.Page.Keyboard.PressAsync("ArrowDown");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Box(visitor)).ToHaveValueAsync(Pattern($"{Regex.Escape(expected)} $"));
    }
}
