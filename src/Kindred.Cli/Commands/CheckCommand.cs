using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Folders;
using Kindred.Libraries;
using Kindred.Storage.Sqlite.Checks;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred check</c>.</summary>
internal static class CheckCommand
{
    private const string Name = "check";

    private static readonly Option<bool> Repair = new("--repair")
    {
        Description = "Repair what is found: copy what can be read to a new file if need be (the old one is kept), embed again what is "
            + "lost, and keep what users chose.",
    };

    private static readonly Option<string?> Model = SharedOptions.Model();

    public static Command Create()
    {
        var command = new Command(
            Name,
            "Checks the whole library: the checksum of every page of its file, the references between its tables, and "
            + "every embedding. Exits with 1 if something is damaged and was not repaired.")
        {
            Repair, Model,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Whether a command is this one, which says itself what is damaged and what of it was repaired.</summary>
    public static bool IsAsked(ParseResult parsed) => parsed.CommandResult.Command.Name == Name;

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var error = parsed.InvocationConfiguration.Error;
        var directory = LibraryLocation.Name(parsed);
        if (LibraryStores.IsAddress(directory))
        {
            throw new KindredException(
                "This command looks through a library's file. PostgreSQL looks through its own with pg_amcheck; "
                + "what is lost there comes back from a backup.");
        }

        Task<LibraryCheckReport> LookAsync() => new ProgressDisplay("pages", error).RunAsync(
            "Checking", progress => LibraryCheck.RunAsync(directory, progress, cancellationToken));

        var found = await LookAsync();
        var output = SharedOptions.Output(parsed);
        Write(output, directory, found);
        var left = found;
        RepairDocument? repair = null;
        if (!found.IsWhole && parsed.GetValue(Repair))
        {
            var kept = await LibraryCheck.RepairAsync(directory, found, cancellationToken);
            var (embedded, unreachable) = await EmbedAgainAsync(parsed, directory, cancellationToken);
            left = await LookAsync();
            repair = new RepairDocument(kept, embedded, left.Missing, unreachable, left.IsWhole);
            Write(output, repair);
        }
        else if (!found.IsWhole)
        {
            output.Line("Repair it with: kindred check --repair");
        }

        output.Document(
            new LibraryCheckDocument(
                directory, found.IsWhole, found.Pages, found.Corrected, found.Broken, found.Structure, found.Embeddings,
                found.BadEmbeddings, found.Missing, [.. found.Dangling.Select(one => new DanglingEntry(one.What, one.Count))], repair),
            CliJson.Readable.LibraryCheckDocument);
        return left.IsWhole ? ExitCode.Done : ExitCode.Error;
    }

    /// <summary>Goes through the library's folders: what has no embedding is embedded, all else stays.</summary>
    private static async Task<(int Embedded, IReadOnlyList<string> Unreachable)> EmbedAgainAsync(
        ParseResult parsed, string directory, CancellationToken cancellationToken)
    {
        await using var library = await LibraryLocation.OpenAsync(parsed, parsed.GetValue(Model), cancellationToken);
        var (embedded, unreachable) = (0, new List<string>());
        foreach (var folder in await library.ReadFoldersAsync(cancellationToken))
        {
            try
            {
                var report = await new ProgressDisplay("pictures", parsed.InvocationConfiguration.Error).RunAsync(
                    "Embedding again", progress => library.IndexAsync(folder, new IndexOptions(), progress, cancellationToken));
                embedded += report.Indexed;
            }
            catch (KindredException exception) when (exception.Fault is Fault.FolderMissing or Fault.SourceUnreachable)
            {
                unreachable.Add(folder);
            }
        }

        return (embedded, unreachable);
    }

    private static void Write(CommandOutput output, string directory, LibraryCheckReport found)
    {
        if (found.IsWhole)
        {
            output.Line($"The library {directory} is whole: {(found.Pages > 0 ? Plural.Of(found.Pages, "page") : "no checksums yet")}, "
                + $"{Plural.Of((int)found.Embeddings, "embedding")}.");
            if (found.Pages == 0)
                output.Line("It gets checksums when it is next indexed.");
            return;
        }

        output.Line($"The library {directory} is damaged.");
        if (found.Corrected > 0)
            output.Line($"  {Plural.Of(found.Corrected, "page")} with one flipped bit, which can still be read");
        if (found.Broken > 0)
            output.Line($"  {Plural.Of(found.Broken, "page")} that cannot be read");
        foreach (var fault in found.Structure.Take(5))
            output.Line($"  inconsistent: {fault}");
        if (found.Structure.Count > 5)
            output.Line($"  … and {found.Structure.Count - 5:N0} more faults of that kind");
        if (found.BadEmbeddings > 0)
            output.Line($"  {Plural.Of(found.BadEmbeddings, "embedding")} with values that are not numbers");
        if (found.Missing > 0)
            output.Line($"  {Plural.Of((int)found.Missing, "picture")} without an embedding");
        foreach (var (what, count) in found.Dangling)
            output.Line($"  {count:N0} {what}");
    }

    private static void Write(CommandOutput output, RepairDocument repair)
    {
        if (repair.Kept is { } kept)
            output.Line($"What could be read was copied to a new file; the old one is kept as {kept}.");
        output.Line($"{Plural.Of(repair.Embedded, "picture")} embedded again.");
        foreach (var folder in repair.Unreachable)
            output.Line($"  the folder {folder} is missing; bring it back, then run the same command again");
        output.Line(repair.Whole
            ? "The library is whole."
            : repair.Missing > 0
                ? $"{Plural.Of((int)repair.Missing, "picture")} could not be embedded again: the file is missing or cannot be read."
                : "Something is still damaged; put a backup in place of the library's file.");
    }
}
