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

        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = visitor.User });
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
        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = visitor.User });

        await Expect(visitor.Button("Like 04.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task NewUser_ThoughtBetterOf_NothingChanges()
    {
        var visitor = await VisitAsync();
        await Switch(visitor).SelectOptionAsync(new SelectOptionValue { Label = "New user…" });
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = "Who else is looking?" });
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
