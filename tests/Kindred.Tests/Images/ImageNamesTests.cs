using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class ImageNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ImageNames _names;

    public ImageNamesTests() => _names = new ImageNames(
        [Image(1, "a/1.jpg"), Image(2, "a/2.jpg"), Image(3, "b/1.jpg"), Image(2, "b/copy.jpg"), Image(5, "1.jpg")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a/1.jpg", "a/1.jpg")]
    [InlineData("1.jpg", "1.jpg")]
    [InlineData("2.jpg", "a/2.jpg")]
    [InlineData("copy.jpg", "b/copy.jpg")]
    [InlineData("py.jpg", null)]
    [InlineData("A/1.jpg", null)]
    [InlineData("a", null)]
    [InlineData("/", null)]
    [InlineData("a\0", null)]
    public void Find_Name_IsTheImageCalledThat(string name, string? path) => Assert.Equal(path, _names.Find(name)?.Path);

    [Fact]
    public void Find_AbsolutePath_IsTheImageThere() =>
        Assert.Equal("b/1.jpg", _names.Find(Path.Combine(_folder.Path, "b", "..", "b", "1.jpg"))?.Path);

    [Fact]
    public void FindByFileName_OfSeveral_NamesTwo()
    {
        var exception = Assert.Throws<KindredException>(() => _names.FindByFileName("1.jpg"));

        Assert.Contains(Path.Combine(_folder.Path, "a/1.jpg"), exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "b/1.jpg"), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindByContent_OfCopies_PrefersThePath()
    {
        Assert.Equal("a/2.jpg", _names.FindByContent(Content(2))?.Path);
        Assert.Equal("b/copy.jpg", _names.FindByContent(Content(2), "b/copy.jpg")?.Path);
        Assert.Equal("a/2.jpg", _names.FindByContent(Content(2), "a/1.jpg")?.Path);
        Assert.Null(_names.FindByContent(Content(9)));
    }

    [Fact]
    public async Task Identify_FileOutside_IsKnownByItsContent()
    {
        var known = _folder.File("known");
        var unknown = _folder.File("unknown");
        await File.WriteAllBytesAsync(known, [3], Cancel);
        await File.WriteAllBytesAsync(unknown, [9], Cancel);

        Assert.Equal(
            (Content(3), "b/1.jpg"),
            await _names.IdentifyAsync(known, Cancel) is var (content, image) ? (content, image?.Path) : default);
        Assert.Equal((Content(9), null), await _names.IdentifyAsync(unknown, Cancel));
        Assert.Null(await _names.IdentifyAsync(_folder.File("none"), Cancel));
    }

    [Fact]
    public async Task Identify_FolderOrEmptyFile_SaysSo()
    {
        var empty = _folder.File("empty");
        await File.WriteAllBytesAsync(empty, [], Cancel);

        var folder = await Assert.ThrowsAsync<KindredException>(() => _names.IdentifyAsync(_folder.Path, Cancel));
        Assert.Contains("folder", folder.Message, StringComparison.Ordinal);
        var nothing = await Assert.ThrowsAsync<KindredException>(() => _names.IdentifyAsync(empty, Cancel));
        Assert.Contains("empty", nothing.Message, StringComparison.Ordinal);
    }

    private static ContentHash Content(byte content) => ContentHash.Of([content]);

    private Image Image(byte content, string path) =>
        new(new ImageId(path.Length), _folder.Path, path, Content(content), 1, DateTime.UnixEpoch, 8, 8);
}
