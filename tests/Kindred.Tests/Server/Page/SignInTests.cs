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
}
