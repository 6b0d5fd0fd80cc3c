using Kindred.Tests.Cli;
using Kindred.Tests.Fixtures;
using Kindred.Vision;
using Kindred.Vision.Words;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>The search box of a gallery whose model knows words.</summary>
public sealed class WordsViewTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private readonly TemporaryFolder _folder = new();
    private ServerRun? _run;

    [Fact]
    public async Task Search_ByWords_ShowsTheNearestFirst_AndNamesWhereWanted()
    {
        var visitor = await VisitAsync(address: await ServeWordsAsync());
        var words = visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by words" });

        await words.FillAsync("a red sofa");

        await Expect(visitor.Page.GetByText("nearest to the words “a red sofa”")).ToBeVisibleAsync();
        await Expect(visitor.Names.First).ToHaveTextAsync(Pattern(@"^red-\d\.png$"));

        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search by" }).SelectOptionAsync("name");
        await Expect(visitor.Heading("No name contains that")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" }).FillAsync("blue-");
        await Expect(visitor.Page.GetByText("8 of 24 pictures")).ToBeVisibleAsync();

        await visitor.Page.ReloadAsync();
        await Expect(visitor.Names).ToHaveCountAsync(8);
        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" })).ToHaveValueAsync("blue-");
    }

    [Fact]
    public async Task Search_WhereTheModelKnowsNoWords_IsByNameAlone()
    {
        var visitor = await VisitAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search by name" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search by" })).ToHaveCountAsync(0);
    }

    protected override async ValueTask LeaveAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<Uri> ServeWordsAsync()
    {
        var model = TwoTowers.Write(_folder);
        TwoTowers.WritePictures(_folder);
        var run = await CliRun.InProcessAsync("index", _folder.File("gallery"), "--library", _folder.File("library"), "--model", model);
        Assert.Equal(0, run.ExitCode);
        _run = await ServerRun.StartAsync(
            _folder.File("library"), createEmbedder: () => OnnxEmbedder.Load(model), words: new ModelWords(model));
        return _run.Address;
    }
}
