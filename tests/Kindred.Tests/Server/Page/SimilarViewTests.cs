using Kindred.Galleries;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

public sealed class SimilarViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    [Fact]
    public async Task Choose_APictureFromElsewhere_ItsNeighbors()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync("Similar pictures");

        await ChooseAsync(visitor, "holiday.jpg", "image/jpeg", Gallery.Outside);

        await Expect(visitor.Heading("holiday.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText(Pattern(@"^\d+ pictures, nearest first, in \d+ ms$"))).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByText("Kindred does not keep it")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("in the gallery already")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Choose_APictureOfTheGallery_SaysWhichItIs()
    {
        var visitor = await VisitAsync(new() { View = "#/similar" });

        await ChooseAsync(visitor, "mine.jpg", "image/jpeg", await PictureAsync("cat", "05.jpg"));

        await Expect(visitor.Page.GetByText("This photograph is in the gallery already")).ToBeVisibleAsync();
        await visitor.Page.Locator(".known").GetByRole(AriaRole.Link, new() { Name = "05.jpg", Exact = true }).ClickAsync();
        await Expect(visitor.Heading("05.jpg")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Choose_TwoPicturesOneAfterTheOther_ShowsTheSecond()
    {
        var visitor = await VisitAsync(new() { View = "#/similar" });
        await ChooseAsync(visitor, "first.jpg", "image/jpeg", await PictureAsync("cat", "05.jpg"));
        await Expect(visitor.Names.First).ToHaveTextAsync("05.jpg");

        await ChooseAsync(visitor, "second.jpg", "image/jpeg", await PictureAsync("dog", "19.jpg"));

        await Expect(visitor.Heading("second.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Names.First).ToHaveTextAsync("19.jpg");
        await Expect(visitor.Heading("first.jpg")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Paste_APictureOnAnyView_ItsNeighbors()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);

        await visitor.Page.EvaluateAsync(
            """
            (picture) => {
              const clipboardData = new DataTransfer();
              const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
              clipboardData.items.add(new File([bytes], 'image.png', { type: 'image/jpeg' }));
              document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
            }
            """,
            Convert.ToBase64String(Gallery.Outside));

        await Expect(visitor.Heading("image.png")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Drop_APictureOnAnyView_ItsNeighbors()
    {
        var visitor = await VisitAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(25);
        var dataTransfer = await visitor.Page.EvaluateHandleAsync(
            """
            (picture) => {
              const files = new DataTransfer();
              files.items.add(new File([Uint8Array.from(atob(picture), (c) => c.charCodeAt(0))], 'dropped.jpg', { type: 'image/jpeg' }));
              return files;
            }
            """,
            Convert.ToBase64String(Gallery.Outside));
        var hint = visitor.Page.GetByText("Drop the picture to find similar ones");

        await Expect(hint).ToBeHiddenAsync();
        await visitor.Page.DispatchEventAsync("main", "dragenter", new { dataTransfer });
        await Expect(hint).ToBeVisibleAsync();
        await visitor.Page.DispatchEventAsync("main", "drop", new { dataTransfer });

        await Expect(hint).ToBeHiddenAsync();
        await Expect(visitor.Heading("dropped.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Choose_ATextFile_IsRefused()
    {
        var visitor = await VisitAsync(new() { View = "#/similar" });

        await ChooseAsync(visitor, "notes.txt", "text/plain", "Buy milk."u8.ToArray());

        await Expect(visitor.Message).ToContainTextAsync("notes.txt is not a picture.");
        await Expect(visitor.Heading("Search with a picture")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Choose_ATextFileCalledAPicture_SaysWhatIsWrongAndTakesTheNext()
    {
        var visitor = await VisitAsync(new() { View = "#/similar" });
        visitor.Expects("status of 415");

        await ChooseAsync(visitor, "notes.jpg", "image/jpeg", "Buy milk."u8.ToArray());
        await Expect(visitor.Heading("That did not work")).ToBeVisibleAsync();
        await Expect(visitor.Page.Locator(".state p")).ToContainTextAsync("not a picture");

        await ChooseAsync(visitor, "picture.jpg", "image/jpeg", Gallery.Outside);
        await Expect(visitor.Heading("picture.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Chain_ThreePictures_TrailBackAndReloadLeadThere()
    {
        var visitor = await VisitAsync();
        await visitor.Link("Similar to 05.jpg").ClickAsync();
        await Expect(visitor.Heading("05.jpg")).ToBeVisibleAsync();
        var second = await NextAsync(visitor);
        var third = await NextAsync(visitor);
        var trail = visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Trail" });
        await Expect(trail.GetByRole(AriaRole.Link)).ToHaveCountAsync(2);

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading(third)).ToBeVisibleAsync();
        await Expect(trail.GetByRole(AriaRole.Link)).ToHaveCountAsync(2);

        await visitor.Page.GoBackAsync();
        await Expect(visitor.Heading(second)).ToBeVisibleAsync();
        await Expect(trail.GetByRole(AriaRole.Link)).ToHaveCountAsync(1);

        await visitor.Page.GoForwardAsync();
        await trail.GetByRole(AriaRole.Link, new() { Name = "Back to 05.jpg", Exact = true }).ClickAsync();
        await Expect(visitor.Heading("05.jpg")).ToBeVisibleAsync();
        await Expect(trail).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Chain_FilteredByLabel_HoldsTheFilterUntilReleased()
    {
        var visitor = await VisitAsync();
        var dogs = visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^dog") });
        await dogs.ClickAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(12);

        await visitor.Link("Similar to 19.jpg").ClickAsync();
        await Expect(visitor.Heading("19.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(11);
        await NextAsync(visitor);
        await Expect(visitor.Tiles).ToHaveCountAsync(11);
        await Expect(dogs).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visitor.Page.Locator("main article .about").Filter(new() { HasText = "dog" })).ToHaveCountAsync(11);

        await visitor.Link("Back to 19.jpg").ClickAsync();
        await Expect(visitor.Heading("19.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).ToHaveCountAsync(11);

        await dogs.ClickAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(11);
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Heading("19.jpg")).ToBeVisibleAsync();
        await Expect(dogs).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task Chain_FromAnUpload_LeadsBackToIt()
    {
        var visitor = await VisitAsync(new() { View = "#/similar" });
        await ChooseAsync(visitor, "holiday.jpg", "image/jpeg", Gallery.Outside);
        await Expect(visitor.Heading("holiday.jpg")).ToBeVisibleAsync();
        await NextAsync(visitor);

        await visitor.Page.GetByRole(AriaRole.Navigation, new() { Name = "Trail" }).GetByRole(AriaRole.Link).ClickAsync();

        await Expect(visitor.Heading("holiday.jpg")).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Arrive_APictureThatIsNotThere_SaysSo()
    {
        var visitor = await VisitAsync(new() { View = "/favicon.svg" });
        visitor.Expects("status of 404");

        await visitor.Page.GotoAsync("/#/similar/999999");

        await Expect(visitor.Heading("That did not work")).ToBeVisibleAsync();
    }

    private static async Task<string> NextAsync(Visitor visitor)
    {
        var name = (await Visitor.TextsAsync(visitor.Names))[0];
        await visitor.Link($"Similar to {name}").ClickAsync();
        await Expect(visitor.Heading(name)).ToBeVisibleAsync();
        await Expect(visitor.Tiles).Not.ToHaveCountAsync(0);
        return name;
    }

    private static async Task ChooseAsync(Visitor visitor, string name, string type, byte[] content)
    {
        var chooser = await visitor.Page.RunAndWaitForFileChooserAsync(() => visitor.Button("Choose a picture").ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = name, MimeType = type, Buffer = content });
    }

    private Task<byte[]> PictureAsync(string label, string name) =>
        File.ReadAllBytesAsync(Path.Combine(Gallery.Gallery, label, name), TestContext.Current.CancellationToken);
}
