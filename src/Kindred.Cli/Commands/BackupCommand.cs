using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Storage.Sqlite;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred backup FILE</c>.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> To = new("FILE") { Description = "The file to make, such as library-backup.db." };

    public static Command Create()
    {
        var command = new Command(
            "backup",
            "Copies the library to a file as it is at one moment, even while others write to it, and checks the copy. "
            + $"To restore it, put it in place of {SqliteLibraryStore.FileName} in the library's folder "
            + "while nobody uses the library.")
        {
            To,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(To));
        await using var store = LibraryLocation.OpenStore(parsed);
        await new ProgressDisplay("copies", parsed.InvocationConfiguration.Error).RunAsync(
            "Copying", async _ =>
            {
                await store.CopyToAsync(path, cancellationToken);
                return true;
            });
        var bytes = new FileInfo(path).Length;
        var output = SharedOptions.Output(parsed);
        output.Line($"The library {store.Location} is copied to {path}, {bytes / 1048576.0:N1} MB.");
        output.Document(new BackupDocument(store.Location, path, bytes), CliJson.Readable.BackupDocument);
        return ExitCode.Done;
    }
}
