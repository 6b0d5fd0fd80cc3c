using System.CommandLine;
using Kindred.Attributes.Records;
using Kindred.Cli.Attributes;
using Kindred.Cli.Output;
using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Search;
using Kindred.Spaces;
using Kindred.Storage;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred index FOLDER</c>.</summary>
internal static class IndexCommand
{
    private const int FailuresShown = 20;

    private static readonly Argument<string> Folder = new("FOLDER") { Description = "The folder of pictures." };
    private static readonly Option<string?> Model = SharedOptions.Model();
    private static readonly Option<int?> Limit = SharedOptions.AtLeastOne(new Option<int?>("--limit")
    {
        Description = "Take only the first N pictures by name.",
        HelpName = "N",
    });

    private static readonly Option<string?> Space = new("--space")
    {
        Description = "How pictures are compared: visual (looks alone, in a space fitted on the gallery), "
            + "learned (kind over looks, from labels and choices, where there are enough and looks tell them apart; else visual) "
            + "or none (raw). Default: learned, or none where the model wants it.",
        HelpName = "visual|learned|none",
    };

    private static readonly Option<string?> Index = new("--index")
    {
        Description = "How similar pictures are found from now on: flat (exactly, by comparing all), "
            + "hnsw (by a graph: nearly all of them, much faster in large libraries) or auto (hnsw from 50,000 pictures, else flat). "
            + "Default: unchanged; auto for a new library.",
        HelpName = "auto|flat|hnsw",
    };

    private static readonly Option<string?> Vectors = new("--vectors")
    {
        Description = "How compared numbers are kept from now on: float32, or int8, which takes a quarter of the memory and ranks the best "
            + "again exactly. Default: unchanged; float32 for a new library.",
        HelpName = "float32|int8",
    };

    private static readonly Option<int?> Memory = SharedOptions.Memory();
    private static readonly Option<bool> Gone = new("--gone")
    {
        Description = "If FOLDER is no longer there, take its pictures out of the library.",
    };

    private static readonly Option<bool> NoPrepare = new("--no-prepare")
    {
        Description = "Stop when the pictures are embedded. For several processes that index one library: one of them prepares it for all.",
    };

    private static readonly Option<bool> Refit = new("--refit")
    {
        Description = "Fit the gallery's space again, however little has changed.",
    };
    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Embed every picture again. Needed to change a library's model.",
    };

    public static Command Create()
    {
        Space.AcceptOnlyFromAmong("learned", "visual", "none");
        Index.AcceptOnlyFromAmong("auto", "flat", "hnsw");
        Vectors.AcceptOnlyFromAmong("float32", "int8");
        var command = new Command("index", "Brings a library up to date with a folder of pictures: new, changed, renamed and removed ones.")
        {
            Folder, Model, Space, Index, Vectors, Limit, Refit, Force, Gone, NoPrepare, Memory,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = parsed.GetRequiredValue(Folder);
        SharedOptions.LimitMemory(parsed.GetValue(Memory));
        await using var library = await LibraryLocation.OpenOrCreateAsync(parsed, folder, parsed.GetValue(Model), cancellationToken);
        var options = new IndexOptions
        {
            Force = parsed.GetValue(Force),
            Refit = parsed.GetValue(Refit),
            Space = parsed.GetValue(Space) is { } space ? Enum.Parse<SpaceKind>(space, ignoreCase: true) : null,
            Search = parsed.GetValue(Index) is { } index ? Enum.Parse<SearchKind>(index, ignoreCase: true) : null,
            Vectors = parsed.GetValue(Vectors) is { } vectors ? Enum.Parse<VectorPrecision>(vectors, ignoreCase: true) : null,
            RemoveMissing = parsed.GetValue(Gone),
            Limit = parsed.GetValue(Limit),
            Prepare = !parsed.GetValue(NoPrepare),
        };
        var error = parsed.InvocationConfiguration.Error;
        // What is done is stored first; whoever pressed Ctrl-C is to know that it was heard.
        await using var told = cancellationToken.Register(() =>
            error.WriteLine("Stopping: what is done is kept. Ctrl-C again ends it at once."));
        var display = new ProgressDisplay("pictures", error);
        var report = await display.RunAsync("Indexing", progress => library.IndexAsync(folder, options, progress, cancellationToken));
        (string Path, AttributeImportReport Report)? taken = null;
        KindredException? refused = null;
        try
        {
            if (!report.Interrupted)
            {
                taken = await new ProgressDisplay("rows", error).RunAsync(
                    "Attributes", _ => FolderAttributes.TakeAsync(library, folder, report.Indexed + report.Renamed > 0, cancellationToken));
            }
        }
        catch (KindredException exception)
        {
            refused = exception; // It is said when what was done has been said.
        }

        var status = await library.ReadStatusAsync(CancellationToken.None);

        var output = SharedOptions.Output(parsed);
        Write(output, report, status);
        if (taken is var (file, attributes))
            output.Line($"Attributes of {file}: {AttributeImport.Say(attributes)}");
        if (refused is not null)
        {
            throw new KindredException(
                refused.Fault, $"The pictures are indexed, but what a shop says of them was not taken: {refused.Message}", refused);
        }

        output.Document(ToDocument(report, status, taken), CliJson.Readable.IndexDocument);
        return report.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static void Write(CommandOutput output, IndexReport report, LibraryStatus status)
    {
        var rate = report.Indexed / Math.Max(report.Elapsed.TotalSeconds, 0.001);
        output.Line($"{report.Indexed:N0} indexed{(report.Indexed > 0 ? $" ({rate:N0}/s)" : "")}, "
            + (report.IndexedByOthers > 0 ? $"{report.IndexedByOthers:N0} by other processes, " : "")
            + $"{report.Unchanged:N0} unchanged, "
            + $"{report.Renamed:N0} renamed, {report.Removed:N0} removed, "
            + $"{report.Failures.Count:N0} failed, in {report.Elapsed.TotalSeconds:N1} s");
        foreach (var moved in report.Moved)
        {
            output.Line($"{moved.From} is gone; {Plural.Of(moved.Images, "picture")} of it {Were(moved.Images)} found here."
                + (moved.Left == 0 || report.Interrupted ? "" : $" {moved.Left:N0} {Were(moved.Left)} not; if they are gone for good: "
                    + $"kindred index {Shell.Quote(moved.From)} --gone"));
        }

        foreach (var failure in report.Failures.Take(FailuresShown))
            output.Line($"  {failure.Path}: {failure.Reason}");
        if (report.Failures.Count > FailuresShown)
            output.Line($"  … and {report.Failures.Count - FailuresShown:N0} more; see them with: kindred status");
        output.Line($"The library {status.Location} has {Plural.Of(status.Images, "picture")}, embedded with {report.Model}.");
        if (report.Interrupted)
            output.Line("Stopped before the end. What was done is kept; run the same command again to continue.");
    }

    private static string Were(int count) => count == 1 ? "was" : "were";

    private static IndexDocument ToDocument(
        IndexReport report, LibraryStatus status, (string Path, AttributeImportReport Report)? taken) => new(
        report.Indexed, report.IndexedByOthers, report.Unchanged, report.Removed, report.Renamed, report.Failures.Count,
        [.. report.Failures.Select(failure => new FailureEntry(failure.Path, failure.Reason))],
        report.Model, report.Dimensions, Math.Round(report.Elapsed.TotalSeconds, 3), report.Interrupted, status.Location,
        taken is var (file, attributes) ? AttributeImport.ToDocument(file, attributes, seconds: 0) : null);
}
