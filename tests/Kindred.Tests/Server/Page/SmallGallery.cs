using Kindred.Server;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Page;

/// <summary>
/// A gallery that one test has for itself. It learns nothing from choices, so that lists change only by what the test does.
/// </summary>
internal sealed class SmallGallery : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerRun? _run;

    public ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

    public string Folder => Path.Combine(_folder.Path, "gallery");

    /// <summary>Draws pictures of these paths below the gallery, each unlike the others, indexes and serves them.</summary>
    /// <param name="pictures">The paths.</param>
    /// <param name="configure">Changes how it is served.</param>
    /// <param name="prepare">Told the gallery's folder before it is indexed.</param>
    public static async Task<SmallGallery> StartAsync(
        IReadOnlyList<string> pictures, Func<ServerOptions, ServerOptions>? configure = null, Action<string>? prepare = null)
    {
        var gallery = new SmallGallery();
        Directory.CreateDirectory(gallery.Folder);
        for (var i = 0; i < pictures.Count; i++)
            gallery.Add(pictures[i], 1000 + i);
        prepare?.Invoke(gallery.Folder);
        var library = Path.Combine(gallery._folder.Path, "library");
        if (pictures.Count > 0)
            Assert.Equal(0, (await CliRun.InProcessAsync("index", gallery.Folder, "--library", library, "--space", "visual")).ExitCode);
        gallery._run = await ServerRun.StartAsync(library, configure);
        return gallery;
    }

    /// <summary>Draws a picture into the gallery's folder; it is not indexed.</summary>
    public void Add(string picture, int seed) => TestPictures.Write(_folder.File(["gallery", .. picture.Split('/')]), seed);

    /// <summary>Indexes the folder, as somebody else would while the page is open, and waits until this many pictures are served.</summary>
    public async Task IndexAsync(int pictures)
    {
        using var started = await Run.Client.PostAsync("/api/index", content: null, TestContext.Current.CancellationToken);
        started.EnsureSuccessStatusCode();
        Assert.Equal("done", (await Run.IndexedAsync()).GetProperty("state").GetString());
        await Eventually.TrueAsync(
            async () => (await Run.GetAsync("/api/images?limit=1")).GetProperty("total").GetInt32() == pictures,
            "The gallery has not followed.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }
}
