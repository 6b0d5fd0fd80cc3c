using Kindred.Galleries;
using Kindred.Tests.Cli;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>
/// Pictures of every view, for people to look at, in the folder that KINDRED_SCREENSHOTS names; of the gallery that
/// KINDRED_SCREENSHOTS_GALLERY names, else of the one that is drawn for the tests.
/// </summary>
public sealed class ScreenshotTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task EveryView_WhenAskedFor_IsInTheFolder(int width, int height, bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("KINDRED_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KINDRED_SCREENSHOTS names no folder for the pictures.");
        using var temporary = new TemporaryFolder();
        await using var own = await ServeOtherAsync(Environment.GetEnvironmentVariable("KINDRED_SCREENSHOTS_GALLERY"), temporary);
        var run = own ?? Gallery.Run;
        var ids = await run.IdsAsync(500);
        var visitor = await VisitAsync(new() { Dark = dark, Phone = width == 390, Width = width, Height = height }, run.Address);
        for (var i = 0; i < 4; i++)
        {
            var put = $"/api/users/{Uri.EscapeDataString(visitor.User)}/interactions/{ids[ids.Length * (i % 2) / 2 + i]}";
            using var kind = new StringContent("""{"kind":"like"}""", System.Text.Encoding.UTF8, "application/json");
            using var liked = await run.Client.PutAsync(put, kind, TestContext.Current.CancellationToken);
            liked.EnsureSuccessStatusCode();
        }

        var suffix = $"{width}-{(dark ? "dark" : "light")}.png";
        foreach (var (name, view) in new[]
        {
            ("gallery", "#/gallery"), ("for-you", "#/for-you"), ("search", "#/similar"),
            ("similar", $"#/similar/{ids[^1]}?from={ids[0]}.{ids[1]}"),
            ("near-duplicates", "#/near-duplicates"), ("layout", "#/layout"), ("status", "#/status"), ("not-found", "#/nothing"),
        })
        {
            await visitor.Page.GotoAsync("/favicon.svg");
            await visitor.Page.GotoAsync($"/{view}", new() { WaitUntil = WaitUntilState.NetworkIdle });
            await Expect(visitor.Page.Locator("main h1").First).ToBeVisibleAsync();
            await Expect(visitor.Page.Locator(".waiting")).ToHaveCountAsync(0);
            if (name == "layout")
                await Expect(visitor.Page.Locator("canvas")).ToBeVisibleAsync();
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await WriteAsync(visitor, Path.Combine(folder, $"{name}-{suffix}"));
        }

        await visitor.OpenAsync("Gallery");
        await visitor.Page.Locator("main article a.picture").First.ClickAsync();
        await Expect(visitor.Page.Locator("#viewer img")).ToHaveAttributeAsync("src", Pattern("/file$"));
        await WriteAsync(visitor, Path.Combine(folder, $"viewer-{suffix}"));
        await visitor.Page.Keyboard.PressAsync("Escape");

        await visitor.OpenAsync("For you");
        await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^Why") }).First.ClickAsync();
        await Expect(visitor.Page.Locator(".heat-map")).ToBeVisibleAsync();
        await WriteAsync(visitor, Path.Combine(folder, $"why-{suffix}"));
        await visitor.Page.CloseAsync();
    }

    private static async Task<ServerRun?> ServeOtherAsync(string? gallery, TemporaryFolder temporary)
    {
        if (string.IsNullOrEmpty(gallery))
            return null;
        var library = Path.Combine(temporary.Path, "library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery, "--library", library)).ExitCode);
        return await ServerRun.StartAsync(library);
    }

    /// <summary>Writes what somebody sees into a file, once all of its pictures have come.</summary>
    internal static async Task WriteAsync(Visitor visitor, string path)
    {
        await visitor.Page.WaitForFunctionAsync("() => [...document.images].every((image) => image.complete || image.loading === 'lazy')");
        await visitor.Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
    }
}
