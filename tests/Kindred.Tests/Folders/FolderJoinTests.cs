using Kindred.Folders;

namespace Kindred.Tests.Folders;

public sealed class FolderJoinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_folder.Path, "val");

    private string Destination => Path.Combine(_folder.Path, "val_join");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(JoinMode.Copy), true)]
    [InlineData(nameof(JoinMode.Move), false)]
    [InlineData(nameof(JoinMode.Link), true)]
    public async Task Run_LabelFolders_BecomePrefixes(string mode, bool sourceStays)
    {
        Write("chair/1.jpg", "one");
        Write("sofa/1.jpg", "two");
        Write("sofa/notes.txt", "no picture");

        var report = await FolderJoin.RunAsync(Source, Destination, Enum.Parse<JoinMode>(mode), Cancel);

        Assert.Equal((2, 0), (report.Joined, report.AlreadyThere));
        Assert.Equal(["chair_1.jpg", "sofa_1.jpg"], Directory.GetFiles(Destination).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("two", await File.ReadAllTextAsync(Path.Combine(Destination, "sofa_1.jpg"), Cancel));
        Assert.Equal(sourceStays, File.Exists(Path.Combine(Source, "chair", "1.jpg")));
    }

    [Fact]
    public async Task Run_Again_LeavesEverythingAsItIs()
    {
        Write("chair/1.jpg", "one");
        await FolderJoin.RunAsync(Source, Destination, JoinMode.Copy, Cancel);

        var report = await FolderJoin.RunAsync(Source, Destination, JoinMode.Copy, Cancel);

        Assert.Equal((0, 1, 0), (report.Joined, report.AlreadyThere, report.Skipped.Count));
    }

    [Fact]
    public async Task Run_NameTakenByAnotherPicture_NeverOverwrites()
    {
        Write("a/b_c.jpg", "one");
        Write("a_b/c.jpg", "two");

        var report = await FolderJoin.RunAsync(Source, Destination, JoinMode.Move, Cancel);

        Assert.Equal(1, report.Joined);
        Assert.Equal("a_b/c.jpg", Assert.Single(report.Skipped).Path);
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(Destination, "a_b_c.jpg"), Cancel));
        Assert.True(File.Exists(Path.Combine(Source, "a_b", "c.jpg")));
    }

    [Fact]
    public async Task Run_MovingALink_MovesWhatItShows()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        Write("a/real.jpg", "one");
        File.CreateSymbolicLink(_folder.File("val", "a", "link.jpg"), "real.jpg");

        var report = await FolderJoin.RunAsync(Source, Destination, JoinMode.Move, Cancel);

        Assert.Equal((2, 0), (report.Joined, report.Skipped.Count));
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(Destination, "a_link.jpg"), Cancel));
        Assert.Empty(Directory.GetFiles(Path.Combine(Source, "a")));
    }

    [Fact]
    public async Task Run_FilesNamedPart_AreLeftAlone()
    {
        Write("a/1.jpg", "one");
        await File.WriteAllTextAsync(_folder.File("val_join", "a_1.jpg.part"), "precious", Cancel);

        await FolderJoin.RunAsync(Source, Destination, JoinMode.Copy, Cancel);

        Assert.Equal(["a_1.jpg", "a_1.jpg.part"], Directory.GetFiles(Destination).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_DestinationInSource_IsRefused()
    {
        Write("chair/1.jpg", "one");

        await Assert.ThrowsAsync<KindredException>(
            () => FolderJoin.RunAsync(Source, Path.Combine(Source, "joined"), JoinMode.Copy, Cancel));
        await Assert.ThrowsAsync<KindredException>(
            () => FolderJoin.RunAsync(Path.Combine(Source, "none"), Destination, JoinMode.Copy, Cancel));
    }

    private void Write(string path, string content) => File.WriteAllText(_folder.File(["val", .. path.Split('/')]), content);
}
