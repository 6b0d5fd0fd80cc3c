using Kindred.Samples;

namespace Kindred.Tests.Samples;

public sealed class SampleGalleryTests(DrawnGallery gallery) : IClassFixture<DrawnGallery>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-gallery-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Draw_CountNotDivisible_BalancesTheClasses()
    {
        Assert.Equal(
            ["bed/bed_0001.jpg", "bed/bed_0002.jpg", "chair/chair_0001.jpg", "chair/chair_0002.jpg", "sofa/sofa_0001.jpg",
                "swivel-chair/swivel-chair_0001.jpg", "table/table_0001.jpg"],
            Files(gallery.Folder));
        Assert.Equal(7, gallery.LastReport);
    }

    [Fact]
    public void Draw_SameSeed_DrawsTheSameBytesWhateverTheCount()
    {
        Draw(2, DrawnGallery.Seed);

        Assert.Equal(["bed/bed_0001.jpg", "chair/chair_0001.jpg"], Files(_folder));
        foreach (var file in Files(_folder))
            Assert.Equal(File.ReadAllBytes(Path.Combine(gallery.Folder, file)), File.ReadAllBytes(Path.Combine(_folder, file)));
    }

    [Fact]
    public void Draw_OtherSeed_DrawsOtherPictures()
    {
        Draw(1, DrawnGallery.Seed + 1);

        const string First = "bed/bed_0001.jpg";
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(gallery.Folder, First)), File.ReadAllBytes(Path.Combine(_folder, First)));
    }

    [Fact]
    public void Draw_OverItself_IsAllowed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "bed"));
        File.WriteAllText(Path.Combine(_folder, "bed", "bed_0001.jpg"), "cut short");
        File.WriteAllText(Path.Combine(_folder, "bed", "bed_0001.jpg.part"), "cut shorter");
        Directory.CreateDirectory(Path.Combine(_folder, ".kindred"));
        File.WriteAllText(Path.Combine(_folder, ".kindred", "library.db"), string.Empty);

        Draw(1, DrawnGallery.Seed);

        Assert.True(new FileInfo(Path.Combine(_folder, "bed", "bed_0001.jpg")).Length > 1000);
        Assert.False(File.Exists(Path.Combine(_folder, "bed", "bed_0001.jpg.part")));
    }

    [Theory]
    [InlineData("holiday.jpg")]
    [InlineData("bed/bed_0009.jpg")]
    [InlineData("bed/notes.txt")]
    public void Draw_FolderHoldsSomethingElse_RefusesAndTouchesNothing(string foreign)
    {
        var path = Path.Combine(_folder, foreign);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // A path below the folder has a parent.
        File.WriteAllText(path, "mine");

        var refusal = Assert.Throws<KindredException>(() => Draw(5, 1));

        Assert.Contains(Path.GetFileName(foreign), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.Equal([foreign], Files(_folder));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void Draw_FolderIsAFile_Refuses()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, string.Empty);

        Assert.Throws<KindredException>(() => SampleGallery.Draw(path, 5, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Draw_FolderBelowAFile_SaysThatItCannotBeWritten()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), string.Empty);

        var fault = Assert.Throws<KindredException>(
            () => SampleGallery.Draw(Path.Combine(_folder, "file", "gallery"), 5,
                cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith("Cannot write the gallery", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_NoPictures_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Draw(0, 1));

    [Fact]
    public void Draw_Canceled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => SampleGallery.Draw(_folder, 5, cancellationToken: source.Token));
    }

    private void Draw(int count, int seed) =>
        SampleGallery.Draw(_folder, count, seed, cancellationToken: TestContext.Current.CancellationToken);

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
}
