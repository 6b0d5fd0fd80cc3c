using System.CommandLine;
using System.Diagnostics;
using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Interactions.Batches;
using Kindred.Libraries;

namespace Kindred.Cli.Histories;

/// <summary>Takes the interactions of many users from a file.</summary>
internal static class HistoryImport
{
    public static async Task RunAsync(
        Library library, string path, BatchOptions options, ParseResult parsed, CommandOutput output, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var report = await new ProgressDisplay("rows", parsed.InvocationConfiguration.Error).RunAsync(
            "Importing", progress => ImportAsync(library, path, options, progress, cancellationToken));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var (added, updated, already) = report.Recorded;
        var rows = added + updated + already;
        output.Line(
            $"Imported {rows:N0} {(rows == 1 ? "row" : "rows")} of {report.Users:N0} {(report.Users == 1 ? "user" : "users")}: "
            + $"{added:N0} new, {updated:N0} changed, {already:N0} already there, in {seconds:N1} s.");
        if (report.Skipped > 0)
            output.Line($"Left out {TableImport.About(report.Skipped, report.Unknown)}.");
        output.Document(
            new ImportAllDocument(path, report.Users, added, updated, already, report.Skipped, report.Unknown, seconds),
            CliJson.Readable.ImportAllDocument);
    }

    private static async Task<BatchReport> ImportAsync(
        Library library, string path, BatchOptions options, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var finder = new PictureFinder(
            await library.ReadNamesAsync(cancellationToken), await library.Interactions.ReadRememberedAsync(cancellationToken));
        return await TableImport.RunAsync(path, () => library.Interactions.ImportAsync(
            TableFile.ReadAsync(path, new HistoryReader(), progress, cancellationToken), finder.Find, options, cancellationToken));
    }
}
