using Kindred.Images.Sources;

namespace Kindred.Tests.Images.Sources;

public sealed class FolderScanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_PicturesAndOthers_ListsPicturesInOrdinalOrder()
    {
        foreach (var name in (string[])["b.JPG", "a/z.webp", "a/B.png", "notes.txt", ".hidden.jpg", ".kindred/x.jpg", "椅子 'a' \"b\".avif"])
            Touch(name);

        var scan = FolderScan.Run(_folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["a/B.png", "a/z.webp", "b.JPG", "椅子 'a' \"b\".avif"], scan.Files.Select(file => file.Path));
        Assert.Empty(scan.Problems);
        Assert.All(scan.Files, file => Assert.Equal(1, file.Bytes));
    }

    [Fact]
    public void Run_Below_ListsThatPartUnderItsWholePath()
    {
        Touch("a/1.jpg");
        Touch("b/2.jpg");

        var scan = FolderScan.Run(_folder.Path, "b/", TestContext.Current.CancellationToken);

        Assert.Equal("b/2.jpg", Assert.Single(scan.Files).Path);
    }

    [Fact]
    public void Run_FolderNamedLikeAPicture_IsNamedAndSearched()
    {
        Touch("x.jpg/inside.png");

        var scan = FolderScan.Run(_folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("x.jpg/inside.png", Assert.Single(scan.Files).Path);
        Assert.Equal(("x.jpg", "a folder, not a picture"), Assert.Single(scan.Problems));
    }

    [Fact]
    public void Run_Links_AreFollowedUnlessTheyLeadBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(elsewhere.File("far.jpg"), "x");
        Touch("a/1.jpg");
        File.CreateSymbolicLink(_folder.File("link.jpg"), _folder.File("a", "1.jpg"));
        File.CreateSymbolicLink(_folder.File("broken.jpg"), "nowhere.jpg");
        File.CreateSymbolicLink(_folder.File("self.jpg"), "self.jpg");
        Directory.CreateSymbolicLink(_folder.File("a", "up"), "..");
        Directory.CreateSymbolicLink(_folder.File("sideways"), "a");
        Directory.CreateSymbolicLink(_folder.File("outside"), elsewhere.Path);
        Directory.CreateSymbolicLink(_folder.File("outside-again"), elsewhere.Path);

        var scan = FolderScan.Run(_folder.Path, cancellationToken: TestContext.Current.CancellationToken);

        // Which of the two links to the same place is followed is up to the file system's order.
        Assert.Equal(3, scan.Files.Count);
        Assert.Contains(scan.Files, file => file.Path == "link.jpg");
        Assert.Contains(scan.Files, file => file.Path.EndsWith("/far.jpg", StringComparison.Ordinal));
        Assert.Contains(("broken.jpg", "a broken link to nowhere.jpg"), scan.Problems);
        Assert.Contains(("self.jpg", "a loop of links"), scan.Problems);
        Assert.Contains(("a/up", "a link back to a folder of this gallery"), scan.Problems);
        Assert.Contains(("sideways", "a link back to a folder of this gallery"), scan.Problems);
        Assert.Contains(scan.Problems, problem => problem.Reason == "a second link to the same folder");
        Assert.Equal(5, scan.Problems.Count);
    }

    private void Touch(string path) => File.WriteAllText(_folder.File(path.Split('/')), "x");
}
