using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>Addresses that were typed, guessed, or kept from a version in which views had other names.</summary>
public sealed class AddressTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Theory]
    [InlineData("#/nothing")]
    [InlineData("#/constructor")]
    [InlineData("#/__proto__")]
    [InlineData("#/toString?label=cat")]
    [InlineData("#/%E0%A4")]
    [InlineData("#/similar/constructor")]
    [InlineData("#/similar/..%2F..%2Fstatus")]
    public async Task Arrive_NoViewHasTheAddress_SaysSoAndLeadsHome(string address)
    {
        var visitor = await VisitAsync(new() { View = address });
        await Expect(visitor.Heading("There is nothing at this address")).ToBeVisibleAsync();

        await visitor.Link("Go to the gallery").ClickAsync();

        await Expect(visitor.Tiles).ToHaveCountAsync(25);
    }

    [Theory]
    [InlineData("#/like", "#/similar", "Search with a picture")]
    [InlineData("#/map?at=0.0000,0.0000,2.0000", "#/layout?at=0.0000,0.0000,2.0000", "Layout")]
    [InlineData("#/duplicates", "#/near-duplicates", "Near-duplicates")]
    public async Task Arrive_AtAnAddressOfBefore_LeadsToTheViewAndItsAddress(string before, string now, string heading)
    {
        var visitor = await VisitAsync(new() { View = before });

        await Expect(visitor.Heading(heading)).ToBeVisibleAsync();
        Assert.EndsWith(now, visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arrive_AtAPictureOfBefore_KeepsItsFilterAndTrailAndGoesBack()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);

        await visitor.Page.GotoAsync("#/like/3?label=dog&from=5.9");

        await Expect(visitor.Tiles).ToHaveCountAsync(12);
        Assert.EndsWith("#/similar/3?label=dog&from=5.9", visitor.Page.Url, StringComparison.Ordinal);
        await Expect(visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Trail" }).GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Heading("Gallery")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrive_AtAnUploadOfBefore_AsksForAPicture()
    {
        var visitor = await VisitAsync(new() { View = "#/like/upload" });

        await Expect(visitor.Heading("Search with a picture")).ToBeVisibleAsync();
    }
}
