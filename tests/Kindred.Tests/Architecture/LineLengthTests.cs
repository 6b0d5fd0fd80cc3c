namespace Kindred.Tests.Architecture;

/// <summary>No line of C# is longer than <c>.editorconfig</c> says, which neither the compiler nor <c>dotnet format</c> looks at.</summary>
public sealed class LineLengthTests
{
    private const string Setting = "max_line_length";
    private const int MostNamed = 10;

    private static readonly string[] Folders = ["src", "samples", "examples", "tests", "bench"];

    [Fact]
    public void EditorConfig_ForCode_NamesTheLongestLine() => Assert.NotNull(Longest());

    [Fact]
    public void Line_OfCode_IsNoLongerThanEditorConfigSays()
    {
        var root = ReadmeTests.Root();
        var longest = Longest();

        string[] files = [.. Folders.SelectMany(folder => Files(Path.Combine(root, folder)))];
        string[] tooLong =
        [
            .. files.SelectMany(file => File.ReadLines(file).Index()
                .Where(line => line.Item.Length > longest)
                .Select(line => $"{Path.GetRelativePath(root, file)}:{line.Index + 1}: {line.Item.Length}")),
        ];

        Assert.NotEmpty(files);
        Assert.True(
            tooLong.Length == 0,
            $"Lines with more than {longest} characters, {tooLong.Length} in all:\n{string.Join('\n', tooLong.Take(MostNamed))}");
    }

    /// <summary>The files of C# below a folder, without what a build has put there.</summary>
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.cs")
        .Order(StringComparer.Ordinal)
        .Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .SelectMany(Files));

    /// <summary>The setting in the section for C#; null where there is none.</summary>
    private static int? Longest() => File.ReadLines(Path.Combine(ReadmeTests.Root(), ".editorconfig"))
        .SkipWhile(line => line != "[*.cs]")
        .Skip(1)
        .TakeWhile(line => !line.StartsWith('['))
        .Where(line => line.StartsWith(Setting, StringComparison.Ordinal))
        .Select(line => (int?)int.Parse(line[(line.IndexOf('=') + 1)..]))
        .FirstOrDefault();
}
