using Kindred.Galleries;
using Kindred.Libraries;
using Kindred.Tests.Cli;

namespace Kindred.Tests.Server;

/// <summary>A small gallery of two labels with copies in it, indexed and served once for all tests of a class.</summary>
public sealed class ServedGallery : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ServerRun? _run;

    public string Gallery => Path.Combine(_folder.Path, "gallery");

    public string Library => Path.Combine(_folder.Path, "library");

    /// <summary>A picture that is not in the gallery.</summary>
    public byte[] Outside { get; private set; } = [];

    internal ServerRun Run => _run ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 24; i++)
            TestPictures.Write(_folder.File("gallery", i < 12 ? "cat" : "dog", $"{i:00}.jpg"), i);
        File.Copy(Path.Combine(Gallery, "cat", "00.jpg"), Path.Combine(Gallery, "cat", "00 again.jpg"));
        await File.WriteAllTextAsync(Path.Combine(Gallery, "dog", "broken.jpg"), "no picture");
        var outside = _folder.File("outside.jpg");
        TestPictures.Write(outside, 500);
        Outside = await File.ReadAllBytesAsync(outside);
        var indexed = await CliRun.InProcessAsync("index", Gallery, "--library", Library);
        Assert.Equal(0, indexed.ExitCode);
        _run = await ServerRun.StartAsync(Library);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        _folder.Dispose();
    }
}
