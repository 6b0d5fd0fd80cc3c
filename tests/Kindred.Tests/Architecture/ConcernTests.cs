using System.Text.RegularExpressions;

namespace Kindred.Tests.Architecture;

/// <summary>
/// The folders of the core are concerns, and they depend on one another in one direction, as projects do: each may use those that stand
/// before it here, and none that stands behind it.
/// </summary>
public sealed partial class ConcernTests
{
    /// <summary>What a reader takes in at a glance; a folder with more has several subjects.</summary>
    private const int MostFiles = 17;

    private static readonly string[] InOrder =
    [
        "Memory", "Images", "Attributes", "Tastes", "Derived", "Embeddings", "Interactions", "Choices", "Spaces",
        "NearDuplicates", "Colors", "Storage", "Recommendations", "Layouts", "NeighborIndexes", "Galleries", "Evaluation", "Folders",
        "Libraries",
    ];

    public static TheoryData<string> Concerns => [.. InOrder];

    [Theory]
    [MemberData(nameof(Concerns))]
    public void Concern_Uses_OnlyThoseBeforeIt(string concern)
    {
        var behind = InOrder[(Array.IndexOf(InOrder, concern) + 1)..];
        var core = Core();

        var used = Directory.EnumerateFiles(Path.Combine(core, concern), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Namespaces().Matches(File.ReadAllText(file))
                .Select(match => $"{Path.GetRelativePath(core, file)} uses {match.Groups["concern"].Value}"));

        Assert.DoesNotContain(used, use => behind.Contains(use[(use.LastIndexOf(' ') + 1)..]));
    }

    [Fact]
    public void Folders_OfTheCore_AreTheConcernsAndHoldFewFiles()
    {
        var core = Core();

        string[] folders =
        [
            .. Directory.EnumerateDirectories(core).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")
                && Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any()),
        ];

        Assert.Equal(InOrder.Order(StringComparer.Ordinal), folders.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            folders.SelectMany(folder => Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder)),
            folder => Directory.GetFiles(folder, "*.cs").Length > MostFiles);
    }

    /// <summary>The core's folder in the checkout that the tests were built in.</summary>
    private static string Core()
    {
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "Kindred.slnx")))
                return Path.Combine(parent.FullName, "src", "Kindred");
        }

        throw new InvalidOperationException("The tests do not run in a checkout.");
    }

    // A using at the top, or a name in full.
    [GeneratedRegex(@"\bKindred\.(?<concern>\w+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Namespaces();
}
