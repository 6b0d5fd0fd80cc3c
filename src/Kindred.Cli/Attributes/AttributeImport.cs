using Kindred.Attributes;
using Kindred.Attributes.Records;
using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Libraries;

namespace Kindred.Cli.Attributes;

/// <summary>Takes what a shop says of its pictures from a file.</summary>
internal static class AttributeImport
{
    /// <summary>Takes a file: all of it, or nothing where a line is broken.</summary>
    /// <exception cref="KindredException">What is wrong with the file, and in which line.</exception>
    public static Task<AttributeImportReport> RunAsync(
        Library library, string path, bool skipsUnknown, bool replaces, IProgress<StepProgress>? progress,
        CancellationToken cancellationToken) =>
        TableImport.RunAsync(path, () => library.Attributes.ImportAsync(
            () => TableFile.ReadAsync(path, new AttributeTableReader(), progress, cancellationToken), targets: null, skipsUnknown,
            replaces, cancellationToken));

    /// <summary>What an import did, for programs.</summary>
    public static ImportAttributesDocument ToDocument(string path, AttributeImportReport report, double seconds)
    {
        var (added, updated, unchanged) = report.Written;
        return new(path, added, updated, unchanged, Entries(report.Added), report.Skipped, report.Unknown, seconds);
    }

    /// <summary>Attributes, for programs.</summary>
    public static AttributeEntry[] Entries(IReadOnlyList<AttributeDefinition> definitions) =>
        [.. definitions.Select(definition => new AttributeEntry(definition.Name, AttributeTypes.NameOf(definition.Type)))];

    /// <summary>What an import did, for people.</summary>
    public static string Say(AttributeImportReport report)
    {
        var (added, updated, unchanged) = report.Written;
        var attributes = report.Added.Count == 0 ? "" : $" New attributes: {string.Join(", ", report.Added)}.";
        var left = report.Skipped == 0 ? "" : $" Left out {TableImport.About(report.Skipped, report.Unknown)}.";
        return $"{added:N0} {(added == 1 ? "picture" : "pictures")} new, {updated:N0} changed, {unchanged:N0} as before.{attributes}{left}";
    }
}
