using Kindred.Server;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>What axe finds on every view. Less than serious are only its doubts and advice.</summary>
public sealed class AccessibilityTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private static readonly Dictionary<string, Func<AccessibilityTests, VisitorOptions, Task<Visitor>>> States = new(StringComparer.Ordinal)
    {
        ["gallery"] = (tests, options) => tests.OnAsync("#/gallery?label=cat", "Gallery", options),
        ["nothing found"] = (tests, options) => tests.OnAsync("#/gallery?q=zebra", "No name contains that", options),
        ["for you, likes"] = (tests, options) => tests.WithLikesAsync(options),
        ["for you, cold"] = (tests, options) => tests.OnAsync("#/for-you", "Pictures to start with", options),
        ["why"] = (tests, options) => tests.WithReasonsAsync(options),
        ["taste"] = (tests, options) => tests.WithATasteToChangeAsync(options),
        ["new user"] = (tests, options) => tests.WithNewUserAsync(options),
        ["similar, start"] = (tests, options) => tests.OnAsync("#/similar", "Search with a picture", options),
        ["similar, picture"] = (tests, options) => tests.OnAsync("#/similar/3?label=dog&from=5.9", "Similar pictures", options),
        ["similar, upload"] = (tests, options) => tests.WithUploadAsync(options),
        ["near-duplicates"] = (tests, options) => tests.OnAsync("#/near-duplicates", "Near-duplicates", options),
        ["layout"] = (tests, options) => tests.OnAsync("#/layout", "Layout", options),
        ["not found"] = (tests, options) => tests.OnAsync("#/nothing", "There is nothing at this address", options),
        ["status"] = (tests, options) => tests.OnAsync("#/status", "Status", options),
    };

    public static TheoryData<string> Seen => [.. States.Keys];

    [Theory]
    [MemberData(nameof(Seen))]
    public async Task View_InItsStates_HasNoSeriousViolation(string state)
    {
        var visitor = await States[state](this, new());

        await JudgeAsync(visitor);
    }

    [Fact]
    public async Task SignIn_WrongKey_HasNoSeriousViolation()
    {
        var locked = await ServeAsync(
            [], options => options with { Keys = [new AccessKey(AccessRole.Admin, "a key of 16 characters or more")] });
        var visitor = await VisitAsync(address: locked.Run.Address);
        visitor.Expects("status of 401");
        await visitor.Page.GetByLabel("Key", new() { Exact = true }).FillAsync("not that one, surely");
        await visitor.Button("Sign in").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();

        await JudgeAsync(visitor);
    }

    [Fact]
    public async Task EmptyLibrary_OnEveryView_HasNoSeriousViolation()
    {
        var empty = await ServeAsync([]);
        var visitor = await VisitAsync(address: empty.Run.Address);
        foreach (var (view, heading) in new[]
        {
            ("Gallery", "No pictures yet"), ("For you", "No pictures yet"),
            ("Near-duplicates", "No two pictures show the same photograph"), ("Layout", "No pictures yet"), ("Status", "Status"),
        })
        {
            await visitor.OpenAsync(view);
            await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
            await JudgeAsync(visitor);
        }
    }

    /// <summary>By every rule in light colors, and by the rules of colors in dark ones: nothing else depends on them.</summary>
    private static async Task JudgeAsync(Visitor visitor)
    {
        await Expect(visitor.Page.Locator("main h1")).ToHaveCountAsync(1);

        // Without motion, for a color that is halfway to another is none of the page's.
        await visitor.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        AssertNothingSerious(await visitor.Page.RunAxe());

        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        AssertNothingSerious(await visitor.Page.RunAxe(new AxeRunOptions { RunOnly = RunOnlyOptions.Tags("cat.color") }));
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static void AssertNothingSerious(AxeResult result)
    {
        var serious = result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .SelectMany(
                violation => violation.Nodes,
                (violation, node) => $"{violation.Id}: {node.Html} {string.Join(' ', node.Any.Select(check => check.Message))}");
        Assert.Empty(serious);
    }

    private async Task<Visitor> OnAsync(string view, string heading, VisitorOptions options)
    {
        var visitor = await VisitAsync(options with { View = view });
        await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".waiting")).ToHaveCountAsync(0);
        return visitor;
    }

    private async Task<Visitor> WithLikesAsync(VisitorOptions options)
    {
        var visitor = await VisitAsync(options);
        await visitor.LikeAsync("02.jpg", "15.jpg");
        await visitor.DislikeAsync("07.jpg");
        await visitor.OpenAsync("For you");
        await visitor.Page.GetByText("What you chose (3)").ClickAsync();
        return visitor;
    }

    private async Task<Visitor> WithReasonsAsync(VisitorOptions options)
    {
        var visitor = await WithLikesAsync(options);
        await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^Why") }).First.ClickAsync();
        await Expect(visitor.Page.Locator(".heat-map")).ToBeVisibleAsync();
        return visitor;
    }

    private async Task<Visitor> WithATasteToChangeAsync(VisitorOptions options)
    {
        var visitor = await WithLikesAsync(options);
        var change = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^Change taste: ") });
        await change.First.ClickAsync();
        await visitor.Page.GetByLabel("Mute: recommend nothing for this taste").CheckAsync();
        await visitor.Button("Save").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { NameRegex = Pattern("^Muted: ") })).ToBeVisibleAsync();
        await change.Last.ClickAsync();
        foreach (var part in await visitor.Page.GetByRole(AriaRole.Dialog).Locator("summary").AllAsync())
            await part.ClickAsync();
        return visitor;
    }

    private async Task<Visitor> WithNewUserAsync(VisitorOptions options)
    {
        var visitor = await VisitAsync(options);
        var users = visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "User" });
        await users.SelectOptionAsync(new SelectOptionValue { Label = "New user…" });
        await Expect(visitor.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        return visitor;
    }

    private async Task<Visitor> WithUploadAsync(VisitorOptions options)
    {
        var visitor = await VisitAsync(options with { View = "#/similar" });
        var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(() => visitor.Button("Choose a picture").ClickAsync());
        var copy = await File.ReadAllBytesAsync(Path.Combine(Gallery.Gallery, "cat", "05.jpg"), TestContext.Current.CancellationToken);
        await chooser.SetFilesAsync(new FilePayload { Name = "mine.jpg", MimeType = "image/jpeg", Buffer = copy });
        await Expect(visitor.Page.GetByText("in the gallery already")).ToBeVisibleAsync();
        return visitor;
    }
}
