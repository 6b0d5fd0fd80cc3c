using Kindred.Cli.Sheets;

namespace Kindred.Tests.Cli.Sheets;

public sealed class SheetFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-sheet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_NewFolder_CreatesItAndLeavesNothingElse()
    {
        var path = Path.Combine(_folder, "a", "b", "sheet.png");
        new SimilarSheet(Drawn.Cell(0), Drawn.Cells(1)) { Title = "Similar" }.Save(path);

        Assert.Equal([path], Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path)[..4]);
    }

    [Fact]
    public void Write_FileExists_ReplacesIt()
    {
        var path = Path.Combine(_folder, "sheet.png");
        File.WriteAllBytes(path, new byte[100]);

        SheetFile.Write(path, [1, 2, 3]);

        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Write_PathIsAFolder_SaysSo()
    {
        var fault = Assert.Throws<KindredException>(() => SheetFile.Write(_folder, [1]));

        Assert.Contains("it is a folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_FolderBelowAFile_SaysThatItCannotBeWritten()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "mine");

        var fault = Assert.Throws<KindredException>(() => SheetFile.Write(Path.Combine(file, "sheet.png"), [1]));

        Assert.StartsWith("Cannot write", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }
}
