using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class UserTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task NewUser_BesideAnother_HasAHistoryOfTheirOwn()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("04.jpg");

        await NewUserAsync(visitor, "Ada Lovelace");
        await Expect(Switch(visitor)).ToHaveValueAsync("Ada Lovelace");
        await Expect(visitor.Button("Like 04.jpg")).ToHaveAttributeAsync("aria-pressed", "false");
        await visitor.LikeAsync("16.jpg");

        await visitor.OpenAsync("For you");
        await Expect(visitor.Heading("Because you chose 16.jpg")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(Switch(visitor)).ToHaveValueAsync("Ada Lovelace");
        await Expect(visitor.Heading("Because you chose 16.jpg")).ToBeVisibleAsync();

        await Switch(visitor).SelectOptionAsync(visitor.User);
        await Expect(visitor.Heading("Because you chose 04.jpg")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("Because you chose 04.jpg")).ToBeVisibleAsync();
        await Expect(Switch(visitor).GetByRole(AriaRole.Option, new() { Name = "Ada Lovelace" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Undo_AfterASwitch_LeavesTheOtherUserAlone()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("04.jpg");
        await NewUserAsync(visitor, "somebody who undoes");

        await visitor.Page.Keyboard.PressAsync("Control+z");
        await Switch(visitor).SelectOptionAsync(visitor.User);

        await Expect(visitor.Button("Like 04.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Key_OfWhoLookedBefore_TakesTurnsAndSaysWhoseListItIs()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("04.jpg");
        await NewUserAsync(visitor, "Ada Byron");
        await visitor.OpenAsync("For you");
        await Expect(visitor.Page.Locator(".whose")).ToHaveTextAsync("Ada Byron");

        await visitor.Page.Keyboard.PressAsync("u");
        await Expect(visitor.Message).ToContainTextAsync($"Switched to {visitor.User}, with 1 like");
        await Expect(visitor.Page.Locator(".whose")).ToHaveTextAsync(visitor.User);
        await Expect(visitor.Heading("Because you chose 04.jpg")).ToBeVisibleAsync();

        await visitor.Page.Keyboard.PressAsync("u");
        await Expect(Switch(visitor)).ToHaveValueAsync("Ada Byron");
        await Expect(visitor.Page.Locator(".whose")).ToHaveTextAsync("Ada Byron");
    }

    [Fact]
    public async Task ShiftedKey_Anywhere_LeadsToTheSwitchAndIsALetterInABox()
    {
        var visitor = await VisitAsync(new() { View = "#/status" });
        await Expect(visitor.Heading("Status")).ToBeVisibleAsync();

        await visitor.Page.Keyboard.PressAsync("U");
        await Expect(Switch(visitor)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape"); // Closes the list where it has opened.

        await visitor.OpenAsync("Gallery");
        await visitor.Page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("Uu");
        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("Uu");
        await Expect(visitor.Message).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Switch_AfterLikes_SaysHowManyEachHasAndWhoLookedLatelyFirst()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("04.jpg", "05.jpg");
        await Expect(Switch(visitor).Locator("option:checked")).ToHaveTextAsync($"{visitor.User} · 2 likes");
        await NewUserAsync(visitor, "Ada King");
        await visitor.LikeAsync("16.jpg");

        await Expect(Switch(visitor).Locator("optgroup").First.Locator("option"))
            .ToHaveTextAsync(["Ada King · 1 like", $"{visitor.User} · 2 likes"]);
    }

    [Fact]
    public async Task Recent_OnAWideScreen_IsOneClickAway()
    {
        var visitor = await VisitAsync(new() { Width = 1600 });
        await visitor.LikeAsync("04.jpg");
        await NewUserAsync(visitor, "Ada of the wide screen");

        await visitor.Button($"Switch to {visitor.User}").ClickAsync();

        await Expect(Switch(visitor)).ToHaveValueAsync(visitor.User);
        await Expect(visitor.Button("Like 04.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visitor.Button("Switch to Ada of the wide screen")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Forget_OnceConfirmed_IsGoneAndSomebodyElseLooks()
    {
        var visitor = await VisitAsync();
        await NewUserAsync(visitor, "somebody to forget");
        await visitor.LikeAsync("04.jpg");

        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = "Forget somebody to forget…" });
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Forget somebody to forget" }).ClickAsync();

        await Expect(visitor.Message).ToContainTextAsync("Forgot somebody to forget");
        await Expect(Switch(visitor)).ToHaveValueAsync(visitor.User);
        await Expect(Switch(visitor).Locator("option", new() { HasText = "somebody to forget" })).ToHaveCountAsync(0);
        var history = await Gallery.Run.GetAsync("/api/users/somebody%20to%20forget/interactions");
        Assert.Equal(0, history.GetProperty("likes").GetInt32());
    }

    [Fact]
    public async Task NewUser_ThoughtBetterOf_NothingChanges()
    {
        var visitor = await VisitAsync();
        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = "New user…" });
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Who is the new user?" });
        await Expect(dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" })).ToBeFocusedAsync();

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(Switch(visitor)).ToHaveValueAsync(visitor.User);
    }

    [Fact]
    public async Task Switch_ServerGone_SaysSoAndStaysWithTheUser()
    {
        var visitor = await VisitAsync();
        visitor.Expects("Failed to load resource");
        await visitor.LikeAsync("04.jpg");
        await visitor.LoseServerAsync();

        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = "me" });

        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer");
        await Expect(Switch(visitor)).ToHaveValueAsync(visitor.User);
        await Expect(visitor.Button("Like 04.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task TwoVisitors_AtOnce_SeeTheirOwnChoices()
    {
        var one = await VisitAsync();
        var other = await VisitAsync();

        await one.LikeAsync("04.jpg");
        await other.LikeAsync("16.jpg");
        await one.OpenAsync("For you");
        await other.OpenAsync("For you");

        await Expect(one.Heading("Because you chose 04.jpg")).ToBeVisibleAsync();
        await Expect(other.Heading("Because you chose 16.jpg")).ToBeVisibleAsync();
    }

    private static ILocator Switch(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" });

    private static async Task NewUserAsync(Visitor visitor, string name)
    {
        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = "New user…" });
        await visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await visitor.Button("Go on").ClickAsync();
        await Expect(Switch(visitor)).ToHaveValueAsync(name);
    }
}
