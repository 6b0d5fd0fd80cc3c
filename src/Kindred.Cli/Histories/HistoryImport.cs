using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Kindred.Cli.Output;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Libraries;

namespace Kindred.Cli.Histories;

/// <summary>Takes the interactions of many users from a file, with what goes wrong said in one line.</summary>
internal static class HistoryImport
{
    /// <summary>Pictures that a line names before it breaks off.</summary>
    private const int MostNamed = 10;

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
            output.Line($"Left out {About(report.Skipped, report.Unknown)}.");
        output.Document(
            new ImportAllDocument(path, report.Users, added, updated, already, report.Skipped, report.Unknown, seconds),
            CliJson.Readable.ImportAllDocument);
    }

    private static async Task<BatchReport> ImportAsync(
        Library library, string path, BatchOptions options, IProgress<StepProgress> progress, CancellationToken cancellationToken)
    {
        var finder = new PictureFinder(
            await library.ReadNamesAsync(cancellationToken), await library.Interactions.ReadRememberedAsync(cancellationToken));
        try
        {
            return await library.Interactions.ImportAsync(
                HistoryFile.ReadAsync(path, progress, cancellationToken), finder.Find, options, cancellationToken);
        }
        catch (BrokenRecordException exception)
        {
            throw Broken(path, exception.Number, exception.Message, exception);
        }
        catch (ContradictoryRowException exception)
        {
            throw Broken(path, exception.Number, exception.Message.TrimEnd('.'), exception);
        }
        catch (UnknownPicturesException exception)
        {
            throw new KindredException(
                $"{path}: the library lacks pictures, and nothing was imported: "
                + $"{About(exception.Records, exception.Pictures)}, first in {Unit(path)} {exception.Numbers[0]}. "
                + "Put them in with: kindred index FOLDER, or go on without them with --skip-unknown.",
                exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new KindredException($"{path} is not text in UTF-8; nothing was imported.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new KindredException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static KindredException Broken(string path, int number, string fault, Exception exception) =>
        new(Fault.BadInteractionLine, $"{path}, {Unit(path)} {number}: {fault}. Nothing was imported.", exception);

    private static string Unit(string path) => HistoryFormats.Of(path) == HistoryFormat.Parquet ? "row" : "line";

    /// <summary>Such as <c>3 rows about 2 pictures that the library does not have: a.jpg, b.jpg</c>.</summary>
    private static string About(int rows, IReadOnlyList<string> pictures) =>
        $"{rows:N0} {(rows == 1 ? "row" : "rows")} about {pictures.Count:N0} {(pictures.Count == 1 ? "picture" : "pictures")} "
        + $"that the library does not have: {string.Join(", ", pictures.Take(MostNamed))}{(pictures.Count > MostNamed ? ", …" : "")}";
}
