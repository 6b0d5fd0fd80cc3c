using Kindred.Server;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class SignInTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const string Key = "a key of 16 characters or more";

    [Fact]
    public async Task SignIn_WrongKeyThenRight_LetsInAndRemembers()
    {
        var locked = await ServeAsync(
            ["one.jpg", "two.jpg", "three.jpg"], options => options with { Keys = [new AccessKey(AccessRole.Admin, Key)] });
        var visitor = await VisitAsync(new() { View = "#/for-you" }, locked.Run.Address);
        visitor.Expects("status of 401");
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".views a:visible, .user:visible")).ToHaveCountAsync(0);
        var key = visitor.Page.GetByLabel("Key", new() { Exact = true });
        await Expect(key).ToBeFocusedAsync();

        await key.FillAsync("not that one, surely");
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();

        await key.FillAsync(Key);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Tiles).ToHaveCountAsync(3);
        await visitor.LikeAsync("one.jpg");

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Button("Like one.jpg")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Use_SessionEnded_AsksForTheKeyAgain()
    {
        var locked = await ServeAsync(["one.jpg", "two.jpg"], options => options with { Keys = [new AccessKey(AccessRole.Admin, Key)] });
        var visitor = await VisitAsync(address: locked.Run.Address);
        visitor.Expects("status of 401");
        await visitor.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key);
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(2);

        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.OpenAsync("For you");

        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(AccessRole.Read, new[] { "Gallery", "Similar pictures", "Near-duplicates", "Layout" }, false, false)]
    [InlineData(AccessRole.Write, new[] { "Gallery", "For you", "Similar pictures", "Near-duplicates", "Layout" }, true, false)]
    [InlineData(
        AccessRole.Admin, new[] { "Gallery", "For you", "Similar pictures", "Near-duplicates", "Layout", "Status" }, true, true)]
    public async Task SignIn_WithAKeyOfARole_OffersWhatItMayDo(AccessRole role, string[] views, bool chooses, bool moves)
    {
        var visitor = await SignInAsync(role);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);

        await Expect(visitor.Page.Locator(".views a:visible")).ToHaveTextAsync(views);
        await Expect(visitor.Page.Locator("#user")).ToBeVisibleAsync(new() { Visible = chooses });
        await Expect(visitor.Button("Like one.jpg")).ToHaveCountAsync(chooses ? 1 : 0);
        await visitor.Link("Show one.jpg").ClickAsync();
        await Expect(visitor.Button("Like this picture")).ToHaveCountAsync(chooses ? 1 : 0);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await visitor.OpenAsync("Near-duplicates");
        await Expect(visitor.Button("Export the list")).ToBeVisibleAsync();
        await Expect(visitor.Button("Move the other…")).ToHaveCountAsync(moves ? 1 : 0);
        await Expect(visitor.Button("Move all the rest…")).ToHaveCountAsync(moves ? 1 : 0);
    }

    [Fact]
    public async Task Arrive_WhereTheKeyDoesNotLead_SaysSoUntilSignedInWithOneThatDoes()
    {
        var visitor = await SignInAsync(AccessRole.Read);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        await visitor.Page.GotoAsync("/#/status");
        await Expect(visitor.Heading("This needs another key")).ToBeVisibleAsync();

        await visitor.Button("Sign out").ClickAsync();
        await visitor.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key + AccessRole.Admin);
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(2);
        await visitor.OpenAsync("Status");

        await Expect(visitor.Button("Index now")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignOut_Pressed_EndsTheSessionAndOffersNothing()
    {
        var visitor = await SignInAsync(AccessRole.Write);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);

        await visitor.Button("Sign out").ClickAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator("#user")).ToBeHiddenAsync();
        await Expect(visitor.Button("Sign out")).ToHaveCountAsync(0);
        Assert.Equal(401, await visitor.Page.EvaluateAsync<int>("() => fetch('/api/images').then((answer) => answer.status)"));

        await visitor.Page.GotoAsync("/#/gallery");
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_WithAKeyThatOnlyReads_ChangeNothing()
    {
        var visitor = await SignInAsync(AccessRole.Read);
        await Expect(visitor.Tiles).ToHaveCountAsync(2);

        await visitor.Link("Show one.jpg").FocusAsync();
        foreach (var key in new[] { "l", "d", "n", "u", "U" })
            await visitor.Page.Keyboard.PressAsync(key);
        await Expect(visitor.Message).ToBeEmptyAsync();
        await Expect(visitor.Link("Show one.jpg")).ToBeFocusedAsync();

        await visitor.Page.Keyboard.PressAsync("s");
        await Expect(visitor.Heading("Similar pictures")).ToBeVisibleAsync();
    }

    private async Task<Visitor> SignInAsync(AccessRole role)
    {
        var locked = await ServeAsync(
            ["one.jpg", "two.jpg"],
            options => options with { Keys = [.. Enum.GetValues<AccessRole>().Select(one => new AccessKey(one, Key + one))] },
            folder => File.Copy(Path.Combine(folder, "one.jpg"), Path.Combine(folder, "two.jpg"), overwrite: true));
        var visitor = await VisitAsync(address: locked.Run.Address);
        visitor.Expects("status of 401");
        await visitor.Page.GetByLabel("Key", new() { Exact = true }).FillAsync(Key + role);
        await visitor.Button("Sign in").ClickAsync();
        return visitor;
    }
}
