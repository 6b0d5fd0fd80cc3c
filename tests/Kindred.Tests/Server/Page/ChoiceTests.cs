using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Clicks that overtake each other, fail or stay without an answer: in the end the page shows what the server has.</summary>
public sealed class ChoiceTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const string Requests = "**/interactions/*";

    [Fact]
    public async Task Like_FailsAfterADislike_TheDislikeStays()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        var first = await HoldFirstAsync(visitor);
        await visitor.Button("Like 03.jpg").ClickAsync();
        await visitor.Button("Dislike 03.jpg").ClickAsync();
        await ShowsAsync(visitor, "03.jpg", "dislike");

        first.SetResult();

        await Expect(visitor.Message).ToContainTextAsync("Disliked 03.jpg");
        await ShowsAsync(visitor, "03.jpg", "dislike");
        Assert.Equal("dislike", await StoredAsync(visitor));
    }

    [Fact]
    public async Task Undo_AfterALikeThatFailedAndADislike_NothingIsChosen()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        var first = await HoldFirstAsync(visitor);
        await visitor.Button("Like 03.jpg").ClickAsync();
        await visitor.Button("Dislike 03.jpg").ClickAsync();
        first.SetResult();
        await Expect(visitor.Message).ToContainTextAsync("Disliked 03.jpg");

        await visitor.Page.Keyboard.PressAsync("Control+z");

        await Expect(visitor.Message).ToContainTextAsync("Undone: 03.jpg");
        await ShowsAsync(visitor, "03.jpg", null);
        Assert.Null(await StoredAsync(visitor));
    }

    [Fact]
    public async Task LikeTakenBack_BothFail_TheDislikeFromBeforeStays()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.DislikeAsync("03.jpg");
        var released = new TaskCompletionSource();
        await visitor.Page.RouteAsync(Requests, async route =>
        {
            await released.Task;
            await route.AbortAsync();
        });
        await visitor.Button("Like 03.jpg").ClickAsync();
        await visitor.Button("Like 03.jpg").ClickAsync();
        await ShowsAsync(visitor, "03.jpg", null);

        released.SetResult();

        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await ShowsAsync(visitor, "03.jpg", "dislike");
        Assert.Equal("dislike", await StoredAsync(visitor));
    }

    [Fact]
    public async Task Like_OnlyItsAnswerIsLost_ShowsTheLike()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.Page.RouteAsync(Requests, LoseAnswerAsync);

        await visitor.Button("Like 03.jpg").ClickAsync();

        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await ShowsAsync(visitor, "03.jpg", "like");
        Assert.Equal("like", await StoredAsync(visitor));
    }

    [Fact]
    public async Task Like_AnswerLostAndServerGone_ShowsTheLikeOnceTheServerIsBack()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        await visitor.LoseServerAsync();
        await visitor.Page.RouteAsync(Requests, LoseAnswerAsync);
        await visitor.Button("Like 03.jpg").ClickAsync();
        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await ShowsAsync(visitor, "03.jpg", null);

        await visitor.FindServerAsync();

        await ShowsAsync(visitor, "03.jpg", "like");
        Assert.Equal("like", await StoredAsync(visitor));
    }

    [Fact]
    public async Task Switch_WhileALikeIsOnItsWay_TheLikeIsTheFirstUsers()
    {
        var visitor = await VisitAsync();
        var first = await HoldFirstAsync(visitor, route => route.ContinueAsync());
        await visitor.Button("Like 03.jpg").ClickAsync();
        await visitor.Page.Locator("#user").SelectOptionAsync("me");

        first.SetResult();

        await ShowsAsync(visitor, "03.jpg", null);
        Assert.Equal("like", await StoredAsync(visitor));
        await visitor.Page.Locator("#user").SelectOptionAsync(visitor.User);
        await ShowsAsync(visitor, "03.jpg", "like");
    }

    /// <summary>Keeps the first change from the server until the result is set; then it fails, or what else is to become of it.</summary>
    private static async Task<TaskCompletionSource> HoldFirstAsync(Visitor visitor, Func<IRoute, Task>? then = null)
    {
        var released = new TaskCompletionSource();
        var isFirst = true;
        await visitor.Page.RouteAsync(Requests, async route =>
        {
            if (!isFirst)
            {
                await route.ContinueAsync();
                return;
            }

            isFirst = false;
            await released.Task;
            await (then?.Invoke(route) ?? route.AbortAsync());
        });
        return released;
    }

    private static async Task LoseAnswerAsync(IRoute route)
    {
        await route.FetchAsync();
        await route.AbortAsync();
    }

    private static async Task ShowsAsync(Visitor visitor, string name, string? kind)
    {
        await Expect(visitor.Button($"Like {name}")).ToHaveAttributeAsync("aria-pressed", kind == "like" ? "true" : "false");
        await Expect(visitor.Button($"Dislike {name}")).ToHaveAttributeAsync("aria-pressed", kind == "dislike" ? "true" : "false");
    }

    /// <summary>What the server has of the visitor's one choice.</summary>
    private async Task<string?> StoredAsync(Visitor visitor)
    {
        var history = await Gallery.Run.GetAsync($"/api/users/{Uri.EscapeDataString(visitor.User)}/interactions");
        var choices = history.GetProperty("items").EnumerateArray().ToList();
        return choices is [] ? null : Assert.Single(choices).GetProperty("kind").GetString();
    }
}
