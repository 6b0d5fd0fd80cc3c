using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>What a visitor sets of their tastes.</summary>
public sealed class TasteTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task NameMuteAndMerge_OneAfterTheOther_StayAfterAReload()
    {
        var visitor = await WithTwoTastesAsync();

        await ChangeAsync(visitor, "Because you chose 02.jpg");
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Cats & <b>co</b>");
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Heading("Cats & <b>co</b>")).ToBeVisibleAsync();
        await Expect(visitor.Button("Change taste: Cats & <b>co</b>")).ToBeFocusedAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("Cats & <b>co</b>")).ToBeVisibleAsync();

        await ChangeAsync(visitor, "Cats & <b>co</b>");
        await visitor.Page.GetByLabel("Mute: recommend nothing for this taste").CheckAsync();
        await visitor.Button("Save").ClickAsync();
        await Expect(Row(visitor, "Muted: Cats & <b>co</b>")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(Row(visitor, "Muted: Cats & <b>co</b>")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("From 2 likes in 2 tastes, 1 muted")).ToBeVisibleAsync();
        await visitor.Button("Unmute: Cats & <b>co</b>").ClickAsync();
        await Expect(Row(visitor, "Cats & <b>co</b>")).ToBeVisibleAsync();

        await ChangeAsync(visitor, "Because you chose 15.jpg");
        await visitor.Page.GetByText("Merge with another taste").ClickAsync();
        await visitor.Page.GetByLabel("Another taste").SelectOptionAsync("Cats & <b>co</b>");
        await visitor.Button("Merge").ClickAsync();
        await Expect(visitor.Page.GetByText("From 2 likes in 1 taste", new() { Exact = true })).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.GetByText("From 2 likes in 1 taste", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(visitor.Heading("Cats & <b>co</b>")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Split_ChosenLikes_AreARowOfTheirOwnUntilForgotten()
    {
        var visitor = await WithTwoTastesAsync();
        await ChangeAsync(visitor, "Because you chose 02.jpg");
        await visitor.Page.GetByText("Merge with another taste").ClickAsync();
        await visitor.Button("Merge").ClickAsync();
        var one = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^Change taste: .* and 1 more$") });
        await Expect(one).ToBeVisibleAsync();

        await one.ClickAsync();
        await visitor.Page.GetByText("Split in two").ClickAsync();
        await Expect(visitor.Button("Split where they differ most")).ToBeEnabledAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "02.jpg" }).CheckAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "15.jpg" }).CheckAsync();
        await Expect(visitor.Button("Make 2 likes a taste of its own")).ToBeDisabledAsync();
        await visitor.Page.GetByRole(AriaRole.Checkbox, new() { Name = "02.jpg" }).UncheckAsync();
        await visitor.Button("Make 1 like a taste of its own").ClickAsync();

        await Expect(Row(visitor, "Because you chose 02.jpg")).ToBeVisibleAsync();
        await Expect(Row(visitor, "Because you chose 15.jpg")).ToBeVisibleAsync();
        await ChangeAsync(visitor, "Because you chose 15.jpg");
        await visitor.Button("Forget what I set").ClickAsync();
        await Expect(visitor.Message).ToContainTextAsync("As it was before you set anything");
    }

    [Fact]
    public async Task Weight_ByKeysAlone_ChangesTheShare()
    {
        var visitor = await WithTwoTastesAsync();
        var row = Row(visitor, "Because you chose 02.jpg");
        await Expect(row.GetByText("50 % of your list")).ToBeVisibleAsync();

        await visitor.Button("Change taste: Because you chose 02.jpg").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "As usual" })).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("ArrowRight");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(row.GetByText("67 % of your list")).ToBeVisibleAsync();
        await Expect(visitor.Button("Change taste: Because you chose 02.jpg")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Radio, new() { Name = "More" })).ToBeCheckedAsync();
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Save_ServerGone_SaysSo()
    {
        var visitor = await WithTwoTastesAsync();
        visitor.Expects("Failed to load resource");
        await ChangeAsync(visitor, "Because you chose 15.jpg");
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("dogs");
        await visitor.LoseServerAsync();

        await visitor.Button("Save").ClickAsync();

        await Expect(visitor.Message).ToContainTextAsync("Kindred does not answer. Is it still running?");
        await visitor.FindServerAsync();
        await Expect(visitor.Heading("Because you chose 15.jpg")).ToBeVisibleAsync();
    }

    private static ILocator Row(Visitor visitor, string name) =>
        visitor.Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    private static async Task ChangeAsync(Visitor visitor, string taste)
    {
        await visitor.Button($"Change taste: {taste}").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = taste, Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Somebody who likes 02.jpg and 15.jpg, each a taste of its own, whatever the gallery makes of them.</summary>
    private async Task<Visitor> WithTwoTastesAsync()
    {
        var visitor = await VisitAsync();
        await visitor.LikeAsync("02.jpg", "15.jpg");
        var address = $"/api/users/{Uri.EscapeDataString(visitor.User)}/tastes";
        var tastes = (await Gallery.Run.GetAsync(address)).GetProperty("items");
        if (tastes.GetArrayLength() == 1)
            await Gallery.Run.JsonAsync(HttpMethod.Post, $"{address}/{tastes[0].GetProperty("key")}/split", "{}");
        await visitor.OpenAsync("For you");
        await Expect(visitor.Page.GetByText("From 2 likes in 2 tastes", new() { Exact = true })).ToBeVisibleAsync();
        return visitor;
    }
}
