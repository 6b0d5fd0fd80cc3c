using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class ForYouViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    /// <summary>
    /// The largest step of opacity, of 255, between pixels that are next to each other. A cell is 32 pixels wide: where cells had edges, it
    /// could be ten times what it is between their centers.
    /// </summary>
    private const string LargestStep =
        """
        (canvas) => {
          const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const opacity = data.filter((_, i) => i % 4 === 3);
          return opacity.reduce((most, value, i) => Math.max(
            most,
            i % width ? Math.abs(value - opacity[i - 1]) : 0,
            i >= width ? Math.abs(value - opacity[i - width]) : 0), 0);
        }
        """;

    private static readonly string[] Pictures = [.. Enumerable.Range(0, 24).Select(i => $"{i:00}.jpg")];

    [Fact]
    public async Task Like_ThreePicturesOfTheGallery_RowsWithReasons()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");

        await visitor.OpenAsync("For you");

        await Expect(visitor.Page.GetByText(Pattern(@"^From 3 likes in \d tastes?$"))).ToBeVisibleAsync();
        var rows = visitor.Page.GetByRole(AriaRole.Region, new() { NameRegex = Pattern("^Because you chose (02|07|15)[.]jpg") });
        await Expect(rows.First).ToBeVisibleAsync();
        var names = await Visitor.TextsAsync(visitor.Names);
        Assert.DoesNotContain("02.jpg", names);
        Assert.DoesNotContain("07.jpg", names);
        Assert.DoesNotContain("15.jpg", names);
        var reasons = await Visitor.TextsAsync(visitor.Page.Locator("main article .note"));
        Assert.Equal(names.Count, reasons.Count);
        Assert.All(reasons, reason => Assert.Matches(@"^for .*(02|07|15).* \d+ %", reason));
        await Expect(visitor.Page.Locator("main article .confidence")).ToHaveCountAsync(names.Count);
    }

    [Fact]
    public async Task Dislike_APictureOfTheList_ListChangesUntilUndone()
    {
        var own = await ServeAsync(Pictures);
        var visitor = await VisitAsync(address: own.Run.Address);
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");
        await visitor.Page.GotoAsync("#/for-you?k=8");
        var before = await Visitor.TextsAsync(visitor.Names);

        await visitor.DislikeAsync(before[0]);
        await Expect(visitor.Page.GetByText("away from 1 dislike")).ToBeVisibleAsync();
        await Expect(visitor.Tile(before[0])).ToHaveCountAsync(0);
        await Expect(visitor.Tiles).ToHaveCountAsync(8);

        await visitor.Page.Locator(".for-you-tools").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(visitor.Message).ToContainTextAsync($"Undone: {before[0]}");
        await Expect(visitor.Names).ToHaveTextAsync(before);
    }

    [Fact]
    public async Task Pass_APictureOfTheList_GoesAndItsTasteStays()
    {
        var own = await ServeAsync(Pictures);
        var visitor = await VisitAsync(address: own.Run.Address);
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");
        await visitor.Page.GotoAsync("#/for-you?k=8");
        var before = await Visitor.TextsAsync(visitor.Names);

        await visitor.Link($"Show {before[0]}").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("n");
        await Expect(visitor.Message).ToContainTextAsync($"Not {before[0]} again, but its kind");

        await Expect(visitor.Tile(before[0])).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByText("away from")).ToHaveCountAsync(0);
        foreach (var name in before.Skip(1))
            await Expect(visitor.Tile(name)).ToHaveCountAsync(1);
        await visitor.Message.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(visitor.Names).ToHaveTextAsync(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arrive_WithLikes_PicturesAreInSightAndControlsAreNot(bool phone)
    {
        var visitor = await VisitAsync(new() { Phone = phone });
        await visitor.LikeAsync("02.jpg", "05.jpg");
        await visitor.OpenAsync("For you");

        await Expect(visitor.Tiles.First.Locator(".picture img")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Variety" })).ToBeHiddenAsync();
        await visitor.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Variety" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Share_InTheRowOfATaste_ChangesItsPartOfTheList()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.OpenAsync("For you");
        var row = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Because you chose 02.jpg" });
        await Expect(row.GetByText("50 % of your list")).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Combobox, new() { Name = "How much of your list" }).SelectOptionAsync("More");

        await Expect(row.GetByText("67 % of your list")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Undo_ByItsMessageThenByKeys_TakesBackStepByStep()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "07.jpg");
        await visitor.OpenAsync("For you");
        await Expect(visitor.Page.GetByText("From 2 likes")).ToBeVisibleAsync();

        await visitor.Message.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(visitor.Page.GetByText("From 1 like")).ToBeVisibleAsync();

        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Heading("Pictures to start with")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".for-you-tools").GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Arrive_NothingLiked_ShowsWhatThereIsAndBecomesTheirs()
    {
        var visitor = await VisitAsync(new() { View = "#/for-you" });
        await Expect(visitor.Heading("Pictures to start with")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Like some pictures")).ToBeVisibleAsync();
        var first = (await Visitor.TextsAsync(visitor.Names))[0];

        await visitor.LikeAsync(first);

        await Expect(visitor.Heading($"Because you chose {first}")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Why_APictureOfTheList_SharesAndPlacesAddUp()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");
        await visitor.OpenAsync("For you");
        var name = (await Visitor.TextsAsync(visitor.Names))[0];

        await visitor.Button($"Why {name}?").ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Why {name}?" });
        await Expect(dialog).ToBeVisibleAsync();
        var shares = await Visitor.TextsAsync(dialog.GetByRole(AriaRole.Listitem).Locator(".share"));
        Assert.InRange(shares.Sum(Percent), 98, 102); // Each is rounded.
        await Expect(dialog.GetByText("Warm where this picture is like what you liked.", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(dialog.GetByAltText(name)).ToHaveCSSAsync("filter", Pattern("grayscale"));
        await Expect(dialog.Locator(".heat-map")).ToBeVisibleAsync();
        Assert.InRange(await dialog.Locator(".heat-map").EvaluateAsync<int>(LargestStep), 0, 20);
        var heatMap = dialog.GetByRole(AriaRole.Table, new() { NameRegex = Pattern("^Heat map") });
        await Expect(heatMap.GetByRole(AriaRole.Cell)).ToHaveCountAsync(9);

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(visitor.Button($"Why {name}?")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Sliders_Moved_ChangeTheListAndAreKeptInTheAddress()
    {
        var own = await ServeAsync(Pictures);
        var visitor = await VisitAsync(address: own.Run.Address);
        await visitor.LikeAsync("02.jpg", "03.jpg", "07.jpg", "15.jpg", "18.jpg");
        await visitor.OpenAsync("For you");
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
        await visitor.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();

        await visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Pictures" }).FillAsync("9");
        await Expect(visitor.Tiles).ToHaveCountAsync(9);
        var close = await Visitor.TextsAsync(visitor.Names);

        await visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Variety" }).FillAsync("1");
        await Expect(visitor.Names).Not.ToHaveTextAsync(close);
        await Expect(visitor.Page.GetByText("100 %", new() { Exact = true }).First).ToBeVisibleAsync();
        var varied = await Visitor.TextsAsync(visitor.Names);

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Names).ToHaveTextAsync(varied);
        await visitor.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Slider, new() { Name = "Pictures" })).ToHaveValueAsync("9");
    }

    [Fact]
    public async Task Filter_OneLabel_OnlyItsPicturesAndInTheAddress()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");
        await visitor.OpenAsync("For you");

        await visitor.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();
        var filter = visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Only these labels" });
        await filter.GetByRole(AriaRole.Button, new() { Name = "dog" }).ClickAsync();

        await Expect(visitor.Tiles).ToHaveCountAsync(11);
        await Expect(visitor.Page.Locator("main article .about").Filter(new() { HasText = "dog" })).ToHaveCountAsync(11);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(11);
    }

    [Fact]
    public async Task WhatYouChose_TwoRemovedOneAfterTheOther_StaysOpen()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "07.jpg", "15.jpg");
        await visitor.OpenAsync("For you");

        await visitor.Page.GetByText("What you chose (3)").ClickAsync();
        await visitor.Button("Remove 07.jpg").ClickAsync();
        await Expect(visitor.Page.GetByText("What you chose (2)")).ToBeVisibleAsync();
        await visitor.Button("Remove 02.jpg").ClickAsync();

        await Expect(visitor.Heading("Because you chose 15.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Refresh_ServerGone_SaysSoUntilItIsBack()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.LikeAsync("02.jpg");
        await visitor.LoseServerAsync();

        await visitor.OpenAsync("For you");
        await Expect(visitor.Heading("That did not work")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Kindred does not answer. Is it still running?")).ToBeVisibleAsync();

        await Expect(visitor.Page.GetByText("No connection to Kindred")).ToBeVisibleAsync();

        await visitor.FindServerAsync();

        await Expect(visitor.Page.GetByText("No connection to Kindred")).ToBeHiddenAsync();
        await Expect(visitor.Heading("Because you chose 02.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Open_OneAnswerIsLost_AsksAgainByItself()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.LikeAsync("02.jpg");
        var asked = 0;
        await visitor.Page.RouteAsync(
            "**/recommendations*", route => Interlocked.Increment(ref asked) == 1 ? route.AbortAsync() : route.ContinueAsync());

        await visitor.OpenAsync("For you");

        await Expect(visitor.Heading("Because you chose 02.jpg")).ToBeVisibleAsync();
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Arrive_ServerGone_ShowsWhoLooksAndWhatTheyLikeWhenItIsBack()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.LikeAsync("02.jpg");
        await visitor.LoseServerAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("That did not work")).ToBeVisibleAsync();

        await Expect(visitor.Page.GetByText("No connection to Kindred")).ToBeVisibleAsync();

        await visitor.FindServerAsync();

        await Expect(visitor.Page.GetByText("No connection to Kindred")).ToBeHiddenAsync();

        await Expect(visitor.Button("Like 02.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" })).ToHaveValueAsync(visitor.User);
    }

    private static int Percent(string share) => int.Parse(share.Replace(" %", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
