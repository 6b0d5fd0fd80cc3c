using Kindred.Server;
using Kindred.Tests.Cli;
using Kindred.Tests.Fixtures;
using Kindred.Vision;
using Kindred.Vision.Words;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>
/// Pictures of what a view shows only now and then (lists that open, dialogs, nothing there, faults), for people to look at, in the folder
/// that KINDRED_SCREENSHOTS names.
/// </summary>
public sealed class ScreenshotStateTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private const string Key = "a key of 16 characters or more";

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task EveryState_WhenAskedFor_IsInTheFolder(int width, int height, bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("KINDRED_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KINDRED_SCREENSHOTS names no folder for the pictures.");
        var options = new VisitorOptions { Dark = dark, Phone = width == 390, Width = width, Height = height };
        async Task<Visitor> ArriveAsync(string view, Uri? address = null) => await VisitAsync(options with { View = view }, address);
        Task WriteAsync(Visitor visitor, string name) =>
            ScreenshotTests.WriteAsync(visitor, Path.Combine(folder, $"{name}-{width}-{(dark ? "dark" : "light")}.png"));
        await Gallery.Run.JsonAsync(HttpMethod.Post, "/api/attributes", """
            {"attributes":[{"picture":"cat/01.jpg","values":{"price":120,"inStock":true,"brand":"Ekeby"}},
              {"picture":"dog/20.jpg","values":{"price":80,"inStock":false,"brand":"Nord & Co"}}]}
            """);

        var filters = await ArriveAsync("#/gallery");
        var box = filters.Page.GetByRole(AriaRole.Combobox, new() { Name = "Only pictures that match this filter" });
        await box.ClickAsync();
        await Expect(filters.Page.Locator(".suggestions li")).ToHaveCountAsync(3);
        await WriteAsync(filters, "filter-names");
        await box.PressSequentiallyAsync("brand = ");
        await Expect(filters.Page.Locator(".suggestions li").First).ToContainTextAsync("Ekeby");
        await WriteAsync(filters, "filter-values");
        filters.Expects("status of 400");
        await box.FillAsync("pirce < 3");
        await box.PressAsync("Enter");
        await Expect(filters.Page.Locator(".where-box .error")).Not.ToBeEmptyAsync();
        await WriteAsync(filters, "filter-wrong");

        var dialogs = await ArriveAsync("#/gallery?q=zebra");
        await Expect(dialogs.Heading("No name contains that")).ToBeVisibleAsync();
        await WriteAsync(dialogs, "nothing-found");
        await dialogs.Page.Keyboard.PressAsync("?");
        await WriteAsync(dialogs, "keys");
        await dialogs.Page.Keyboard.PressAsync("Escape");
        await dialogs.Page.Locator("#user").SelectOptionAsync(new SelectOptionValue { Label = "New user…" });
        await WriteAsync(dialogs, "new-user");
        await dialogs.Page.Keyboard.PressAsync("Escape");
        await dialogs.OpenAsync("Gallery");
        await dialogs.LikeAsync("02.jpg", "15.jpg");
        await WriteAsync(dialogs, "liked");
        await dialogs.OpenAsync("For you");
        await dialogs.Page.GetByText("Tune", new() { Exact = true }).ClickAsync();
        await WriteAsync(dialogs, "tuning");
        await dialogs.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^Change taste") }).First.ClickAsync();
        await WriteAsync(dialogs, "taste");
        await dialogs.Page.Keyboard.PressAsync("Escape");
        await dialogs.OpenAsync("Near-duplicates");
        await dialogs.Button("Move all the rest…").ClickAsync();
        await Expect(dialogs.Page.Locator("#confirm")).ToBeVisibleAsync();
        await WriteAsync(dialogs, "move");
        await dialogs.Page.Keyboard.PressAsync("Escape");
        dialogs.Expects("Failed to load resource");
        await dialogs.LoseServerAsync();
        await dialogs.OpenAsync("Layout");
        await Expect(dialogs.Page.Locator("#offline")).ToBeVisibleAsync();
        await WriteAsync(dialogs, "no-server");

        var upload = await ArriveAsync("#/similar");
        await upload.Page.Locator("#picture").SetInputFilesAsync(Path.Combine(Gallery.Gallery, "cat", "05.jpg"));
        await Expect(upload.Page.Locator(".known").GetByText("05.jpg")).ToBeVisibleAsync();
        await WriteAsync(upload, "upload");

        var empty = await ServeAsync([]);
        foreach (var view in new[] { "gallery", "for-you", "near-duplicates", "layout", "status" })
        {
            var visitor = await ArriveAsync($"#/{view}", empty.Run.Address);
            await Expect(visitor.Page.Locator("main h1").First).ToBeVisibleAsync();
            await WriteAsync(visitor, $"empty-{view}");
        }

        var locked = await ServeAsync(
            ["one.jpg", "two.jpg"], served => served with { Keys = [new(AccessRole.Read, Key), new(AccessRole.Admin, $"{Key}!")] });
        var reader = await ArriveAsync("#/gallery", locked.Run.Address);
        reader.Expects("status of 401");
        var key = reader.Page.GetByLabel("Key", new() { Exact = true });
        await key.FillAsync("not that one, surely");
        await reader.Button("Sign in").ClickAsync();
        await Expect(reader.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await WriteAsync(reader, "sign-in");
        await key.FillAsync(Key);
        await reader.Button("Sign in").ClickAsync();
        await Expect(reader.Tiles).ToHaveCountAsync(2);
        await WriteAsync(reader, "signed-in-to-read");
        await reader.Page.GotoAsync("/#/status");
        await Expect(reader.Heading("This needs another key")).ToBeVisibleAsync();
        await WriteAsync(reader, "another-key");
    }

    [Theory]
    [MemberData(nameof(Screens.All), MemberType = typeof(Screens))]
    public async Task WordsSearch_WhenAskedFor_IsInTheFolder(int width, int height, bool dark)
    {
        var folder = Environment.GetEnvironmentVariable("KINDRED_SCREENSHOTS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "KINDRED_SCREENSHOTS names no folder for the pictures.");
        using var temporary = new TemporaryFolder();
        var model = TwoTowers.Write(temporary);
        TwoTowers.WritePictures(temporary);
        var library = temporary.File("library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", temporary.File("gallery"), "--library", library, "--model", model)).ExitCode);
        await using var run = await ServerRun.StartAsync(
            library, createEmbedder: () => OnnxEmbedder.Load(model), words: new ModelWords(model));
        var visitor = await VisitAsync(new() { Dark = dark, Phone = width == 390, Width = width, Height = height }, run.Address);

        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by words" }).FillAsync("a red sofa");
        await Expect(visitor.Page.GetByText("nearest to the words “a red sofa”")).ToBeVisibleAsync();
        await ScreenshotTests.WriteAsync(visitor, Path.Combine(folder, $"words-{width}-{(dark ? "dark" : "light")}.png"));
        await visitor.Page.CloseAsync();
    }
}
