using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Libraries.Transfers;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred copy-library FROM TO</c>.</summary>
internal static class CopyLibraryCommand
{
    private static readonly Argument<string> From = new("FROM")
    {
        Description = "The library: its folder, or postgres://USER@HOST/DATABASE.",
    };

    private static readonly Argument<string> To = new("TO")
    {
        Description = "Where there is none yet: a folder, or postgres://USER@HOST/DATABASE.",
    };

    public static Command Create()
    {
        var command = new Command(
            "copy-library",
            "Copies a library from a folder to PostgreSQL or back, with all that it knows, and proves that the copy is equal. What was "
            + "stopped goes on when it is run again.")
        {
            From, To,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var source = LibraryStores.Open(parsed.GetRequiredValue(From));
        using var _ = source.IsReadOnly ? null : source.LockForIndexing(); // Nobody indexes what may not be written to.
        await using var target = LibraryStores.OpenTransferTarget(parsed.GetRequiredValue(To));
        var report = await new ProgressDisplay("rows copied and compared", parsed.InvocationConfiguration.Error).RunAsync(
            "Copying", progress => new LibraryTransfer(source, target).RunAsync(progress, cancellationToken));
        Write(SharedOptions.Output(parsed), source.Location, target.Location, report);
        return ExitCode.Done;
    }

    private static void Write(CommandOutput output, string from, string to, TransferReport report)
    {
        var already = report.AlreadyThere > 0 ? $", {report.AlreadyThere:N0} of which were there already" : "";
        output.Line($"The library {from} is copied to {to}: {report.Rows:N0} rows{already}.");
        output.Line("Every table has as many rows in both, and they are equal, by this SHA-256 of them:");
        foreach (var (table, digest, _) in report.Tables)
            output.Line($"  {table.Name,-19} {digest.Rows,13:N0}  {digest.Sha256}");
        output.Document(
            new CopyLibraryDocument(
                from, to, report.Rows, report.AlreadyThere,
                [.. report.Tables.Select(table => new CopiedTable(table.Table.Name, table.Digest.Rows, table.Digest.Sha256))]),
            CliJson.Readable.CopyLibraryDocument);
    }
}
