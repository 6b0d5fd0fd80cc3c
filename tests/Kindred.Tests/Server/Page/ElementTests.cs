using System.Net;
using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Kindred.Tests.Server.Page;

/// <summary>The element that shops put on their own pages: on a page of another origin, in a real browser.</summary>
public sealed class ElementTests(Chromium chromium, ServedGallery gallery) : PageTests(chromium, gallery)
{
    private readonly Chromium _chromium = chromium;
    private readonly OtherSite _shop = new();
    private SmallGallery? _kindred;

    private SmallGallery Kindred => _kindred ?? throw new InvalidOperationException("The server has not been started.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync() => _kindred = await ServeAsync(
        ["a/one.jpg", "a/two.jpg", "a/three.jpg", "a/four.jpg"], options => options with { AllowedOrigins = [_shop.Origin] });

    [Fact]
    public async Task Element_OnANamedSite_ShowsPicturesThatLeadToProducts()
    {
        var page = await OpenAsync(
            $$"""<kindred-similar picture="{{await IdAsync()}}" count="2" heading="Alike" link="/products/{id}"></kindred-similar>""");
        var items = page.GetByRole(AriaRole.List, new() { Name = "Alike" }).GetByRole(AriaRole.Link);

        await Expect(items).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Alike" })).ToBeVisibleAsync();
        await Expect(page.Locator("kindred-similar")).Not.ToHaveAttributeAsync("aria-busy", "true");
        Assert.Matches(@"^/products/\d+$", await items.First.GetAttributeAsync("href"));
        var width = await items.First.Locator("img").EvaluateAsync<int>("picture => picture.decode().then(() => picture.naturalWidth)");
        Assert.InRange(width, 1, 320);
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}"));
    }

    [Fact]
    public async Task Element_OfAProduct_ShowsOtherProductsThatTheFilterLets()
    {
        const string Known = """
            {"attributes":[
              {"picture":"a/one.jpg","ownId":"CHAIR 1/b","values":{"price":100,"name":"Stool"}},
              {"picture":"a/two.jpg","ownId":"CHAIR-2","values":{"price":250,"name":"Ekeby <3"}},
              {"picture":"a/three.jpg","ownId":"CHAIR-3","values":{"price":300,"name":"Nord"}},
              {"picture":"a/four.jpg","ownId":"CHAIR-2","values":{"price":250,"name":"Ekeby <3"}}]}
            """;
        Assert.Equal(System.Net.HttpStatusCode.OK, await Kindred.Run.StatusAsync(HttpMethod.Post, "/api/attributes", Known));

        var page = await OpenAsync(
            """<kindred-similar sku="CHAIR 1/b" where="price &lt; 300" link="/products/{sku}"></kindred-similar>""");
        var items = page.GetByRole(AriaRole.List, new() { Name = "Similar" }).GetByRole(AriaRole.Link);

        // Both pictures of the one product that is cheaper than 300 take one place.
        await Expect(items).ToHaveTextAsync(["Ekeby <3"]);
        await Expect(items).ToHaveAttributeAsync("href", "/products/CHAIR-2");
    }

    [Fact]
    public async Task Element_AttributesChange_ShowsWhatIsAskedForNow()
    {
        var page = await OpenAsync($"""<kindred-similar picture="{await IdAsync()}" count="1"></kindred-similar>""");
        var items = page.GetByRole(AriaRole.List).GetByRole(AriaRole.Listitem);
        await Expect(items).ToHaveCountAsync(1);

        await page.EvaluateAsync("document.querySelector('kindred-similar').setAttribute('count', '3')");

        await Expect(items).ToHaveCountAsync(3);
    }

    [Theory]
    [InlineData("picture=\"999999\"", "The gallery has no picture 999999")]
    [InlineData("picture=\"1\" color=\"blurple\"", "color must be one of")]
    public async Task Element_ThatCannotBeServed_HidesAndSaysWhyToThePage(string attributes, string says)
    {
        var page = await OpenAsync($"<kindred-similar {attributes}></kindred-similar>");

        await page.WaitForFunctionAsync("window.failed");
        Assert.Contains(says, await page.EvaluateAsync<string>("window.failed"), StringComparison.Ordinal);
        await Expect(page.Locator("kindred-similar")).ToBeHiddenAsync();
    }

    protected override async ValueTask LeaveAsync()
    {
        await base.LeaveAsync();
        _shop.Dispose();
    }

    private async Task<long> IdAsync() => (await Kindred.Run.IdsAsync(1))[0];

    private async Task<IPage> OpenAsync(string element)
    {
        _shop.Serve($"""
            <!doctype html><html lang="en"><title>Shop</title>
            <script>addEventListener('kindred-failed', (event) => window.failed = event.detail)</script>
            <script src="{new Uri(Kindred.Run.Address, "kindred.js")}" defer></script>
            <main><h1>A chair</h1>{element}</main>
            """);
        var browser = await _chromium.FreshAsync(new());
        var page = await browser.NewPageAsync();
        await page.GotoAsync(_shop.Origin);
        return page;
    }

    /// <summary>A page on a port, and so of an origin, of its own.</summary>
    private sealed class OtherSite : IDisposable
    {
        private readonly HttpListener _listener = new();
        private byte[] _page = [];

        public OtherSite()
        {
            Origin = $"http://127.0.0.1:{FreePort.Find()}";
            _listener.Prefixes.Add($"{Origin}/");
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Origin { get; }

        public void Serve(string page) => _page = Encoding.UTF8.GetBytes(page);

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    var isPage = context.Request.Url?.AbsolutePath == "/";
                    context.Response.StatusCode = isPage ? 200 : 404;
                    context.Response.ContentType = "text/html; charset=utf-8";
                    if (isPage)
                        await context.Response.OutputStream.WriteAsync(_page);
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
