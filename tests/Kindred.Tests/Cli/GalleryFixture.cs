using Kindred.Galleries;
using Kindred.Libraries;

namespace Kindred.Tests.Cli;

/// <summary>A small gallery with a library, indexed once as a user would.</summary>
public sealed class GalleryFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Gallery => Path.Combine(_folder.Path, "gallery");

    public string Library => Path.Combine(_folder.Path, "library");

    public string Outside => Path.Combine(_folder.Path, "outside.png");

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 12; i++)
            TestPictures.Write(_folder.File("gallery", i < 6 ? "cat" : "dog", $"{i}.jpg"), i);
        TestPictures.Write(Outside, 500);
        var run = await CliRun.InProcessAsync("index", Gallery, "--library", Library);
        Assert.Equal(0, run.ExitCode);
    }

    public string File(params string[] parts) => _folder.File(parts);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
