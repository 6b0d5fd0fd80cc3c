using Microsoft.Playwright;
using IRequest = Microsoft.Playwright.IRequest;

namespace Kindred.Tests.Server.Page;

/// <summary>
/// Somebody who looks at the page, with a browser that knows nothing of the others. It notes what must never happen: errors in the console,
/// exceptions nobody caught, violations of the content security policy, requests to other servers, windows that scripts open.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    private static int _visitors;

    private readonly IBrowserContext _browser;
    private readonly List<string> _faults = [];
    private readonly List<string> _expected = [];
    private readonly HashSet<IRequest> _unanswered = [];

    private Visitor(IBrowserContext browser, IPage page, string user)
    {
        _browser = browser;
        Page = page;
        User = user;
    }

    public IPage Page { get; }

    public string User { get; }

    /// <summary>The pictures that are shown.</summary>
    public ILocator Tiles => Page.GetByRole(AriaRole.Article);

    /// <summary>The names of the pictures that are shown, in order.</summary>
    public ILocator Names => Page.Locator("main article .name");

    /// <summary>The message at the foot of the page.</summary>
    public ILocator Message => Page.Locator("#toasts");

    public static async Task<Visitor> ArriveAsync(Chromium chromium, Uri address, VisitorOptions? options = null)
    {
        options ??= new VisitorOptions();
        var browser = await chromium.FreshAsync(new()
        {
            BaseURL = address.ToString(),
            ColorScheme = options.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new()
            {
                Width = options.Width ?? (options.Phone ? 390 : 1280),
                Height = options.Height ?? (options.Phone ? 844 : 900),
            },
            IsMobile = options.Phone,
            HasTouch = options.Phone,
        });
        var user = options.User ?? $"visitor {Interlocked.Increment(ref _visitors)}";
        await browser.AddInitScriptAsync($$"""
            if (location.protocol === 'http:' && !localStorage.getItem('user')) localStorage.setItem('user', '{{user}}');
            document.addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
            """);
        var visitor = new Visitor(browser, await browser.NewPageAsync(), user);
        visitor.Watch(address);
        await visitor.Page.GotoAsync(options.View.StartsWith('#') ? $"/{options.View}" : options.View);
        return visitor;
    }

    /// <summary>Says that errors with this text are what the test is about.</summary>
    public void Expects(string text)
    {
        lock (_faults)
            _expected.Add(text);
    }

    /// <summary>What happened that must not happen.</summary>
    public IReadOnlyList<string> Faults()
    {
        lock (_faults)
            return [.. _faults.Where(fault => !_expected.Exists(text => fault.Contains(text, StringComparison.Ordinal)))];
    }

    /// <summary>Where the visitor is, what has the focus, what the server has not answered: for who looks at a failed test.</summary>
    public async Task<string> DescribeAsync()
    {
        string[] unanswered;
        lock (_faults)
            unanswered = [.. _unanswered.Select(request => $"{request.Method} {request.Url}")];
        var focus = Page.IsClosed ? "" : await Page.EvaluateAsync<string>("document.activeElement?.outerHTML.slice(0, 200) ?? ''");
        return $"{User} is at {Page.Url}; focus: {focus}; not answered: {string.Join(", ", unanswered)}";
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Tile(string name) => Page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    /// <summary>
    /// Opens a view as somebody does who has no address to type, and waits until it stands where the one before did, or the reason why not.
    /// </summary>
    public async Task OpenAsync(string view)
    {
        await Page.EvaluateAsync("document.querySelector('main h1')?.setAttribute('data-before', '')");
        var bar = Page.GetByRole(AriaRole.Navigation, new() { Name = "Views" });
        await bar.GetByRole(AriaRole.Link, new() { Name = view, Exact = true }).ClickAsync();
        await Assertions.Expect(Page.Locator("main h1:not([data-before])")).ToBeVisibleAsync();
    }

    /// <summary>Likes pictures that are shown and waits until Kindred knows.</summary>
    public Task LikeAsync(params string[] names) => ChooseAsync("Like", names);

    public Task DislikeAsync(params string[] names) => ChooseAsync("Dislike", names);

    /// <summary>The texts that a locator finds, once there is at least one.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(ILocator locator)
    {
        await Assertions.Expect(locator).Not.ToHaveCountAsync(0);
        return await locator.AllInnerTextsAsync();
    }

    /// <summary>
    /// Scrolls down as far as there is something; by script, for a key moves a page only as far as it has been laid out by then.
    /// </summary>
    public Task ScrollToEndAsync() => Page.EvaluateAsync("scrollTo(0, document.documentElement.scrollHeight)");

    /// <summary>
    /// Cuts the page off from the server's API, and returns once it notices: requests already under way may still be answered.
    /// </summary>
    public async Task LoseServerAsync()
    {
        await Page.RouteAsync("**/api/**", route => route.AbortAsync());
        await Page.WaitForFunctionAsync("fetch('/api/session').then(() => false, () => true)");
    }

    /// <summary>Undoes <see cref="LoseServerAsync"/>, and returns once the server answers.</summary>
    public async Task FindServerAsync()
    {
        await Page.UnrouteAllAsync();
        await Page.WaitForFunctionAsync("fetch('/api/session').then(() => true, () => false)");
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    private async Task ChooseAsync(string kind, string[] names)
    {
        foreach (var name in names)
        {
            await Page.RunAndWaitForResponseAsync(
                () => Button($"{kind} {name}").ClickAsync(),
                response => response.Request.Method == "PUT" && response.Ok);
            await Assertions.Expect(Message).ToContainTextAsync($"{kind}d {name}");
        }
    }

    private void Watch(Uri address)
    {
        void Note(string fault)
        {
            lock (_faults)
                _faults.Add(fault);
        }

        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Note($"{message.Text} ({message.Location})");
        };
        Page.PageError += (_, error) => Note($"Nobody caught: {error}");
        Page.Dialog += async (_, dialog) =>
        {
            Note($"A script opened a window: {dialog.Message}");
            await dialog.DismissAsync();
        };
        void End(IRequest request)
        {
            lock (_faults)
                _unanswered.Remove(request);
        }

        _browser.RequestFinished += (_, request) => End(request);
        _browser.RequestFailed += (_, request) => End(request);
        _browser.Request += (_, request) =>
        {
            lock (_faults)
                _unanswered.Add(request);
            var asked = new Uri(request.Url);
            if (asked.Scheme is "http" or "https" or "ws" or "wss" && asked.Authority != address.Authority)
                Note($"Asked another server: {request.Url}");
        };
    }
}
