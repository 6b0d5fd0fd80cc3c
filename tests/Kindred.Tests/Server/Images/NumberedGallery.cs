using Kindred.Tests.Cli;

namespace Kindred.Tests.Server.Images;

/// <summary>
/// A small gallery whose names have numbers and capitals in them, and whose files have changed one month after the other.
/// </summary>
public sealed class NumberedGallery : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerRun? _run;

    /// <summary>Its pictures, the one that changed first before the others.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        ["sofa/img_10.jpg", "sofa/img_2.jpg", "Chair/b.jpg", "Chair/a.jpg", "bed/x1.jpg", "bed/X2.jpg", "bed/x10.jpg"];

    public string Gallery => Path.Combine(_folder.Path, "gallery");

    internal ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < Pictures.Count; i++)
        {
            var file = _folder.File(["gallery", .. Pictures[i].Split('/')]);
            TestPictures.Write(file, i);
            File.SetLastWriteTimeUtc(file, new DateTime(2024, 3 + i, 5, 0, 0, 0, DateTimeKind.Utc));
        }

        var library = Path.Combine(_folder.Path, "library");
        Assert.Equal(0, (await CliRun.InProcessAsync("index", Gallery, "--library", library, "--space", "visual")).ExitCode);
        _run = await ServerRun.StartAsync(library);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }
}
