using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class GalleryViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Arrive_AtTheAddressAlone_ShowsEveryPictureInOrder()
    {
        var visitor = await VisitAsync(new() { View = "/" });

        await Expect(visitor.Page).ToHaveTitleAsync("Gallery · Kindred");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await Expect(visitor.Page.GetByText("25 pictures", new() { Exact = true })).ToBeVisibleAsync();
        var names = await Visitor.TextsAsync(visitor.Names);
        Assert.Equal(["00 again.jpg", "00.jpg", "01.jpg"], names.Take(3));
        await Expect(visitor.Tile("01.jpg").Locator("img")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await visitor.Tile("01.jpg").Locator("img").EvaluateAsync<int>("image => image.naturalWidth") > 0);
    }

    [Fact]
    public async Task Search_PartOfAName_ShowsThoseAndSaysHowMany()
    {
        var visitor = await VisitAsync();

        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" }).FillAsync("dog/2");

        await Expect(visitor.Names).ToHaveTextAsync(["20.jpg", "21.jpg", "22.jpg", "23.jpg"]);
        await Expect(visitor.Page.GetByText("4 of 25 pictures")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Names).ToHaveCountAsync(4);
        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("dog/2");
    }

    [Fact]
    public async Task Search_WhileTheFirstPicturesAreAwaited_FindsWhatWasTyped()
    {
        var visitor = await VisitAsync(new() { View = "/favicon.svg" });
        var firstPictures = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/api/images?*offset=0*", async route =>
        {
            if (!route.Request.Url.Contains("q=", StringComparison.Ordinal))
                await firstPictures.Task;
            await route.ContinueAsync();
        });
        await visitor.Page.GotoAsync("/");

        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" }).FillAsync("dog/2");

        await Expect(visitor.Names).ToHaveTextAsync(["20.jpg", "21.jpg", "22.jpg", "23.jpg"]);
        firstPictures.SetResult();
        await Expect(visitor.Page.GetByText("4 of 25 pictures")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Search_NothingOfThatName_SaysSoAndRecovers()
    {
        var visitor = await VisitAsync();
        var search = visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" });

        await search.FillAsync("zebra");
        await Expect(visitor.Heading("No name contains that")).ToBeVisibleAsync();

        await search.FillAsync("");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
    }

    [Fact]
    public async Task Filter_OneLabelThenBoth_ShowsTheirPicturesWithCounts()
    {
        var visitor = await VisitAsync();
        var cats = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern(@"^cat\s*13$") });
        var dogs = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern(@"^dog\s*12$") });

        await dogs.ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(12);
        await Expect(visitor.Page.GetByText("12 of 25 pictures")).ToBeVisibleAsync();
        await Expect(dogs).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(cats).ToHaveAttributeAsync("aria-pressed", "false");

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(12);

        await cats.ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
    }

    [Fact]
    public async Task Scroll_MoreThanAPageOfPictures_ShowsEachOnce()
    {
        var many = await ServeAsync([.. Enumerable.Range(0, 130).Select(i => $"{i:000}.jpg")]);
        var visitor = await VisitAsync(address: many.Run.Address);

        await Expect(visitor.Tile("000.jpg")).ToBeVisibleAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var top = 0; top < 8000; top += 800)
        {
            await visitor.Page.EvaluateAsync($"scrollTo(0, {top})");
            await visitor.Page.WaitForFunctionAsync(
                "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
            await Expect(visitor.Page.Locator(".waiting")).ToHaveCountAsync(0);
            var there = await visitor.Names.AllTextContentsAsync();
            Assert.InRange(there.Count, 1, 129);
            Assert.Equal(there.Order(StringComparer.Ordinal), there);
            seen.UnionWith(there);
        }

        Assert.Equal(Enumerable.Range(0, 130).Select(i => $"{i:000}.jpg"), seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arrive_ZoomedFarOut_FillsTheScreenWithoutScrolling()
    {
        var many = await ServeAsync([.. Enumerable.Range(0, 210).Select(i => $"{i:000}.jpg")]);
        var visitor = await VisitAsync(new() { View = "/favicon.svg" }, many.Run.Address);
        // 210 pictures, seven a row, are some 8,700 pixels high: they are two pages and more.
        await visitor.Page.SetViewportSizeAsync(1600, 8640);

        await visitor.Page.GotoAsync("/");

        await Expect(visitor.Tiles).ToHaveCountAsync(210);
    }

    [Fact]
    public async Task Scroll_ServerFailsForTheSecondPage_TryAgainShowsEveryPictureOnce()
    {
        var many = await ServeAsync([.. Enumerable.Range(0, 105).Select(i => $"{i:000}.jpg")]);
        var visitor = await VisitAsync(new() { View = "/favicon.svg" }, many.Run.Address);
        visitor.Expects("Failed to load resource");
        await visitor.Page.RouteAsync("**/api/images?*offset=100*", route => route.FulfillAsync(new() { Status = 500 }));
        await visitor.Page.GotoAsync("/");
        await Expect(visitor.Tile("000.jpg")).ToBeVisibleAsync();
        await visitor.ScrollToEndAsync();
        var again = visitor.Button("Try again");
        await Expect(again).ToBeVisibleAsync();

        await visitor.FindServerAsync();
        await again.ClickAsync();

        await visitor.ScrollToEndAsync();
        await Expect(visitor.Tile("104.jpg")).ToBeInViewportAsync();
        await Expect(again).ToHaveCountAsync(0);
        await Expect(visitor.Page.Locator(".waiting")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Arrive_NoPictures_SaysHowToGiveSome()
    {
        var empty = await ServeAsync([]);
        var visitor = await VisitAsync(address: empty.Run.Address);

        await Expect(visitor.Heading("No pictures yet")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("kindred index FOLDER")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Sort_LargestFilesFirst_IsInThatOrderAndInTheAddress()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);

        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Sort" }).SelectOptionAsync("Largest files first");

        var largest = Directory.EnumerateFiles(Gallery.Gallery, "*.jpg", SearchOption.AllDirectories)
            .OrderByDescending(file => new FileInfo(file).Length).First();
        await Expect(visitor.Names.First).ToHaveTextAsync(Path.GetFileName(largest));
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Names.First).ToHaveTextAsync(Path.GetFileName(largest));
    }

    [Fact]
    public async Task Search_ByNameAndColorTogether_AsksForBoth()
    {
        var visitor = await VisitAsync(new() { View = "#/gallery?q=dog" });
        await Expect(visitor.Tiles).ToHaveCountAsync(12);

        var request = await visitor.Page.RunAndWaitForRequestAsync(
            () => visitor.Button("blue").ClickAsync(), request => request.Url.Contains("color=blue", StringComparison.Ordinal));

        Assert.Contains("q=dog", request.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrive_OneLabelForAll_IsNotShown()
    {
        var own = await ServeAsync(["chair/one.jpg", "chair/two.jpg"]);
        var visitor = await VisitAsync(address: own.Run.Address);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);

        await Expect(visitor.Page.GetByText("chair", new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Only these labels" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Arrive_ALongName_ShowsItsEndAndAnElongatedPictureWhole()
    {
        const string Name = "a photograph of a chair that somebody has named at great length 0042.jpg";
        var own = await ServeAsync(["other.jpg"]);
        using (var bitmap = new SkiaSharp.SKBitmap(300, 100))
        {
            bitmap.Erase(SkiaSharp.SKColors.Teal);
            await using var file = File.Create(Path.Combine(own.Folder, Name));
            bitmap.Encode(file, SkiaSharp.SKEncodedImageFormat.Jpeg, 90);
        }

        await own.IndexAsync(2);
        var visitor = await VisitAsync(address: own.Run.Address);

        await Expect(visitor.Tile(Name).Locator(".name")).ToHaveTextAsync(Name);
        var fits = await visitor.Tile(Name).Locator(".name").EvaluateAsync<bool>(
            "(name) => { const all = document.createRange(); all.selectNodeContents(name.lastChild);"
            + " return all.getBoundingClientRect().right <= name.getBoundingClientRect().right + 1; }");
        Assert.True(fits, "The end of the name is cut off.");
        await Expect(visitor.Tile(Name).Locator("img")).ToHaveCSSAsync("object-fit", "contain");
    }

    [Fact]
    public async Task Arrive_OnASlowLine_ShowsGreyTilesAtOnce()
    {
        var visitor = await VisitAsync(new() { View = "/favicon.svg" });
        var answer = new TaskCompletionSource();
        await visitor.Page.RouteAsync("**/api/**", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        await visitor.Page.GotoAsync("/");

        await Expect(visitor.Page.Locator("main .waiting").First).ToBeVisibleAsync();
        answer.SetResult();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
    }

    [Fact]
    public async Task Like_AndAgain_IsTakenBack()
    {
        var visitor = await VisitAsync();
        var like = visitor.Button("Like 03.jpg");

        await visitor.LikeAsync("03.jpg");
        await Expect(like).ToHaveAttributeAsync("aria-pressed", "true");
        await visitor.Page.ReloadAsync();
        await Expect(like).ToHaveAttributeAsync("aria-pressed", "true");

        await visitor.DislikeAsync("03.jpg");
        await Expect(like).ToHaveAttributeAsync("aria-pressed", "false");
        await visitor.Button("Dislike 03.jpg").ClickAsync();
        await Expect(visitor.Message).ToContainTextAsync("Taken back: 03.jpg");

        var history = await Gallery.Run.GetAsync($"/api/users/{visitor.User}/interactions");
        Assert.Equal(0, history.GetProperty("likes").GetInt32() + history.GetProperty("dislikes").GetInt32());
    }

    [Fact]
    public async Task Like_ServerGone_SaysSoAndShowsTheTruth()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await visitor.LoseServerAsync();

        await visitor.Button("Like 03.jpg").ClickAsync();

        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await Expect(visitor.Button("Like 03.jpg")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Undo_ServerGone_SaysSoAndCanBeDoneLater()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.LikeAsync("03.jpg");
        await visitor.LoseServerAsync();

        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await Expect(visitor.Button("Like 03.jpg")).ToHaveAttributeAsync("aria-pressed", "true");

        await visitor.FindServerAsync();
        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Expect(visitor.Message).ToContainTextAsync("Undone: 03.jpg");
        await Expect(visitor.Button("Like 03.jpg")).ToHaveAttributeAsync("aria-pressed", "false");
    }
}
