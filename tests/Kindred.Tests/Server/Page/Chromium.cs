using Kindred.Tests.Server.Page;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Kindred.Tests.Server.Page;

/// <summary>
/// The browser that all tests of the page share: this machine's Chromium, else the one that Playwright has installed, else none.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    // Everything here is slow where other work keeps the machine busy; what really fails, fails in a moment or never ends.
    private const float Patience = 120_000;

    // The shell first: it draws the same pages and has no windows around them, which take as long as many of the pages.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
        ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        var executable = InPath() ?? _playwright.Chromium.ExecutablePath;
        if (File.Exists(executable))
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A browser that has never been anywhere; skips the test where there is no Chromium.</summary>
    internal async Task<IBrowserContext> FreshAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(
            _browser is null, $"There is no Chromium here: none of {string.Join(", ", Names)} is in the path.");
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return context;
    }

    private static string? InPath() => (
        from name in Names
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        let path = Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();
}
