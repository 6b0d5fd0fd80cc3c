using System.Text.Json;
using Kindred.Tests.Choices;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>What the page says of what people choose together.</summary>
public sealed class PeopleViewTests(Chromium chromium, ServedGallery gallery, CircleLibrary library)
    : PageTests(chromium, gallery), IClassFixture<CircleLibrary>
{
    private ServerRun? _run;

    private ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

    public override async ValueTask InitializeAsync() => _run = await ServerRun.StartAsync(library.Folder);

    [Fact]
    public async Task ForYou_ToSomebodyOfACircle_SaysWhatCountsAndWhoLikes()
    {
        var visitor = await VisitAsync(new() { User = "p7", View = "#/for-you?k=6" }, Run.Address);
        var list = await Run.GetAsync("/api/users/p7/recommendations?limit=6");
        var item = list.GetProperty("items").EnumerateArray().First(HasCountedPeople);
        var people = item.GetProperty("because").EnumerateArray()
            .First(one => one.GetProperty("people").ValueKind == JsonValueKind.Number).GetProperty("people").GetInt32();
        var name = item.GetProperty("path").GetString();

        await Expect(visitor.Page.GetByText(Pattern(@"by people’s choices \d+ % and looks \d+ %$"))).ToBeVisibleAsync();
        await visitor.Button($"Why {name}?").ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Why {name}?" });
        await Expect(dialog.GetByText($"Liked by {people} who like").First).ToBeVisibleAsync();
        await Expect(dialog.GetByText("the share of likes among those with such a score")).ToBeVisibleAsync();
        await Expect(dialog.GetByText(Pattern(@"^\d+ % of its score comes from what people chose, \d+ % from looks[.]$")))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Why_APictureThatIsThereByPeopleAlone_SaysSoInsteadOfAHeatMap()
    {
        var visitor = await VisitAsync(new() { User = "p7", View = "#/for-you?people=1" }, Run.Address);
        var name = (await Visitor.TextsAsync(visitor.Names))[0];

        await visitor.Button($"Why {name}?").ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Why {name}?" });
        await Expect(dialog.GetByText("It is here by people’s choices alone")).ToBeVisibleAsync();
        await Expect(dialog.Locator(".heat-map")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Why_APictureThatIsThereByBoth_HasAHeatMapOfTheLooks()
    {
        var visitor = await VisitAsync(new() { User = "p7", View = "#/for-you?people=0.3" }, Run.Address);
        var list = await Run.GetAsync("/api/users/p7/recommendations?limit=24&people=0.3");
        var name = list.GetProperty("items").EnumerateArray()
            .First(item => item.GetProperty("peopleShare").GetDouble() is > 0.05 and < 0.9).GetProperty("path").GetString();

        await visitor.Button($"Why {name}?").ClickAsync();

        var dialog = visitor.Page.GetByRole(AriaRole.Dialog, new() { Name = $"Why {name}?" });
        await Expect(dialog.GetByText(Pattern(@"Warm where this picture is like what you liked, for the \d+ %"))).ToBeVisibleAsync();
        await Expect(dialog.Locator(".heat-map")).ToBeVisibleAsync();
        await Expect(dialog.GetByText("Looks like").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ForYou_NothingLiked_ShowsWhatIsPopularAndSaysSo()
    {
        var visitor = await VisitAsync(new() { View = "#/for-you" }, Run.Address);

        await Expect(visitor.Heading("Popular here now, varied")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("Like some pictures")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Status_OfHistories_HasBarsForLooksAndForBoth()
    {
        var visitor = await VisitAsync(new() { View = "#/status" }, Run.Address);

        var card = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "What people choose together" });
        await Expect(card.GetByText("the latest likes of 80 people, left out")).ToBeVisibleAsync();
        await Expect(card.Locator(".figures .bar")).ToHaveCountAsync(2);
        await Expect(card.GetByText("95 % interval")).ToBeVisibleAsync();
        await Expect(card.GetByText(Pattern(@"\d+ % from 1 like on"))).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Status_WithoutHistories_SaysHowManyAreNeeded()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Status");

        var card = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "What people choose together" });
        await Expect(card.GetByText(Pattern(@"^Too few choices to tell: \d+ (is|are) recorded; 150 are needed[.]$"))).ToBeVisibleAsync();
    }

    protected override async ValueTask LeaveAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
    }

    private static bool HasCountedPeople(JsonElement item) => item.GetProperty("because").EnumerateArray()
        .Any(one => one.GetProperty("people").ValueKind == JsonValueKind.Number);
}
