using Kindred.Galleries;
using Kindred.Images;
using Kindred.Libraries;
using Kindred.Tests.Libraries;

namespace Kindred.Tests.Images;

/// <summary>One name means one thing, whoever asks: an open gallery, the search that opens none, and whatever a user chooses.</summary>
public sealed class PictureNameTests(LibraryFixture fixture) : IClassFixture<LibraryFixture>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Library _library = null!; // Set before every test.
    private Gallery _gallery = null!; // Set before every test.
    private ImageNames _names = null!; // Set before every test.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string[] paths = ["bed/1.jpg", "sofa/1.jpg", "sofa/2.jpg", .. OperatingSystem.IsWindows() ? (string[])[] : ["back\\slash.jpg"]];
        foreach (var (seed, path) in paths.Index())
            TestPictures.Write(_folder.File(["gallery", .. path.Split('/')]), seed);
        TestPictures.Write(_folder.File("outside.jpg"), 100);
        await File.WriteAllTextAsync(_folder.File("text.txt"), "no picture", Cancel);
        _library = fixture.Open(Path.Combine(_folder.Path, "library"));
        await _library.IndexAsync(Path.Combine(_folder.Path, "gallery"), cancellationToken: Cancel);
        _gallery = await _library.OpenGalleryAsync(Cancel);
        _names = await _library.ReadNamesAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _gallery.Dispose();
        await _library.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("sofa/1.jpg", "sofa/1.jpg")]
    [InlineData("2.jpg", "sofa/2.jpg")]
    [InlineData("1.jpg", nameof(Fault.AmbiguousPicture))]
    [InlineData("*/gallery/sofa/1.jpg", "sofa/1.jpg")]
    [InlineData("*/gallery/bed/../sofa/1.jpg", "sofa/1.jpg")]
    [InlineData("*/gallery/sofa/1.jpg/.", "sofa/1.jpg")]
    [InlineData("*/outside.jpg", "outside")]
    [InlineData("*/outside.jpg/", nameof(Fault.NoSuchPicture))]
    [InlineData("sofa/1.jpg/", nameof(Fault.NoSuchPicture))]
    [InlineData("none/", nameof(Fault.NoSuchPicture))]
    [InlineData("none.jpg", nameof(Fault.NoSuchPicture))]
    [InlineData("a\0b.jpg", nameof(Fault.NoSuchPicture))]
    [InlineData("\0", nameof(Fault.NoSuchPicture))]
    [InlineData("*/gallery", nameof(Fault.NotAPicture))]
    [InlineData("*/gallery/", nameof(Fault.NotAPicture))]
    [InlineData("/", nameof(Fault.NotAPicture))]
    [InlineData(".", nameof(Fault.NotAPicture))]
    [InlineData("..", nameof(Fault.NotAPicture))]
    [InlineData("./", nameof(Fault.NotAPicture))]
    public Task Resolve_Name_MeansTheSameToAll(string name, string meaning) =>
        AssertMeansAsync(name.Replace("*", _folder.Path, StringComparison.Ordinal), meaning);

    [Fact]
    public Task Resolve_NameWithBackslash_IsTheFileCalledThat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No file can be called that here.");
        return AssertMeansAsync("back\\slash.jpg", "back\\slash.jpg");
    }

    [Fact]
    public async Task Resolve_Empty_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _library.TrySimilarAsync("", 1, cancellationToken: Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => _gallery.QueryAsync("", Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => _names.IdentifyAsync("", Cancel));
    }

    [Fact]
    public async Task Resolve_FileThatIsNoPicture_SaysSo()
    {
        var text = _folder.File("text.txt");

        Assert.Equal(nameof(Fault.UnreadablePicture), await OutcomeAsync(() => SearchedAsync(text)));
        Assert.Equal(nameof(Fault.UnreadablePicture), await OutcomeAsync(async () => (await _gallery.QueryAsync(text, Cancel)).Image));
    }

    private async Task AssertMeansAsync(string name, string meaning)
    {
        Assert.Equal(meaning, await OutcomeAsync(() => SearchedAsync(name)));
        Assert.Equal(meaning, await OutcomeAsync(async () => (await _gallery.QueryAsync(name, Cancel)).Image));
        Assert.Equal(meaning, await OutcomeAsync(async () => await _names.IdentifyAsync(name, Cancel) is var (_, image)
            ? image
            : throw new KindredException(Fault.NoSuchPicture, "Nothing is called that.")));
    }

    private async Task<Image?> SearchedAsync(string name)
    {
        var similar = await _library.TrySimilarAsync(name, 1, cancellationToken: Cancel);
        Assert.NotNull(similar);
        return similar.Query.Image;
    }

    private static async Task<string> OutcomeAsync(Func<Task<Image?>> ask)
    {
        try
        {
            return (await ask())?.Path ?? "outside";
        }
        catch (KindredException exception)
        {
            return exception.Fault.ToString();
        }
    }
}
