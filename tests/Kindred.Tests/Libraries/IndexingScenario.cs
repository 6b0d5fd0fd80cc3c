using Kindred.Folders;
using Kindred.Libraries;

namespace Kindred.Tests.Libraries;

/// <summary>A gallery of three cats and three dogs, and a library that is not indexed yet.</summary>
public abstract class IndexingScenario : IClassFixture<LibraryFixture>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    protected IndexingScenario(LibraryFixture fixture)
    {
        Fixture = fixture;
        Pictures = Path.GetDirectoryName(_folder.File("gallery", "x"))!;
        Library = fixture.Open(LibraryPath);
    }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected LibraryFixture Fixture { get; }

    /// <summary>The folder of the pictures.</summary>
    protected string Pictures { get; }

    protected Library Library { get; }

    protected string LibraryPath => Path.Combine(_folder.Path, "library");

    public ValueTask InitializeAsync()
    {
        for (var i = 0; i < 6; i++)
            TestPictures.Write(Picture($"{(i < 3 ? "cat" : "dog")}/{i}.jpg"), i);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Library.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static (int Indexed, int Unchanged, int Removed, int Renamed, int Failed) Counts(IndexReport report) =>
        (report.Indexed, report.Unchanged, report.Removed, report.Renamed, report.Failures.Count);

    protected string Picture(string path) => _folder.File(["gallery", .. path.Split('/')]);

    protected Task<IndexReport> IndexAsync(IndexOptions? options = null) =>
        Library.IndexAsync(Pictures, options, cancellationToken: Cancel);

    protected async Task<IReadOnlyList<string>> PathsAsync()
    {
        using var gallery = await Library.OpenGalleryAsync(Cancel);
        return [.. gallery.Images.Select(image => image.Path)];
    }
}
