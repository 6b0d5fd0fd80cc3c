using Kindred.Libraries;
using Kindred.Spaces;

namespace Kindred.Tests.Libraries;

/// <summary>The photographs of clothes, where they lie beside the checkout, indexed by their looks once for all who judge them.</summary>
public sealed class IndexedClothes : IAsyncLifetime
{
    private readonly LibraryFixture _fixture = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string? _photographs = Find();

    /// <summary>Their folder; skips the test where it is not.</summary>
    public string Photographs
    {
        get
        {
            Assert.SkipWhen(_photographs is null, "The photographs are not here.");
            return _photographs;
        }
    }

    private string Original => Path.Combine(_folder.Path, "library");

    public async ValueTask InitializeAsync()
    {
        if (_photographs is null)
            return;
        await using var library = _fixture.Open(Original);
        await library.IndexAsync(
            _photographs, new() { Space = SpaceKind.Visual }, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>A library of a test's own, with all of them in it.</summary>
    public Library OpenCopy(string location)
    {
        Assert.SkipWhen(_photographs is null, "The photographs are not here.");
        foreach (var file in Directory.EnumerateFiles(Original, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(location, Path.GetRelativePath(Original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // A file is in a folder.
            File.Copy(file, copy);
        }

        return _fixture.Open(location);
    }

    public ValueTask DisposeAsync()
    {
        _fixture.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The folder of the photographs; <see langword="null"/> where they are not.</summary>
    internal static string? Find()
    {
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            var clothes = Path.Combine(parent.FullName, "shared", "data", "clothes");
            if (Directory.Exists(clothes))
                return clothes;
        }

        return null;
    }
}
