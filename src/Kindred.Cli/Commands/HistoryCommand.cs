using System.CommandLine;
using System.Text;
using Kindred.Cli.Histories;
using Kindred.Cli.Output;
using Kindred.Cli.Tables;
using Kindred.Interactions;
using Kindred.Libraries;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred history --user NAME</c>, and <c>kindred history --import FILE</c> for all users.</summary>
internal static class HistoryCommand
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create()
    {
        var user = SharedOptions.User("Whose history. Default: lists all users.", required: false);
        var kind = new Option<string?>("--kind")
        {
            Description = "Only choices of this kind: like, dislike, seen, purchase …",
            HelpName = "KIND",
        };
        kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !InteractionKind.TryParse(token.Value, provider: null, out _))
                result.AddError($"--kind must be like, dislike, seen or the name of an event, such as purchase, not '{token.Value}'");
        });
        var export = new Option<string?>("--export")
        {
            Description = "Write the history to a file of JSON lines (kind, content, path, weight, time), "
                + "which --import takes in any library. Without --user: the histories of all users, as CSV, JSON lines or Parquet.",
            HelpName = "FILE",
        };
        export.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && TableFormats.Of(token.Value) is null)
                result.AddError($"{token.Value} must end in {TableFormats.Ends}");
        });
        var import = new Option<string?>("--import")
        {
            Description = "Import choices from such a file: all, or none if a line is broken. "
                + "A line needs a kind, and a content or a path. Without --user: of all users, from CSV, JSON lines or Parquet with the "
                + "columns user, picture (path or content), kind or rating, weight, time.",
            HelpName = "FILE",
        };
        import.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
                result.AddError("--import must name a file");
        });

        var command = new Command("history", "Shows what a user likes, dislikes and has seen, oldest first; or lists the users there are.")
        {
            user, kind, export, import,
        };
        var options = new HistoryOptions();
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool Has(Option option) => result.GetResult(option) is not null;
            if (!Has(user) && Has(kind))
                result.AddError("Name the user with --user NAME");
            else if (Has(import) && (Has(export) || Has(kind)))
                result.AddError("Give --import alone, without --export and --kind");
            else if (Has(user) && result.GetValue(export) is { } to && TableFormats.Of(to) is not TableFormat.JsonLines)
                result.AddError($"{to} must end in .jsonl; the histories of all users, without --user, may be in any format");
            else if (!Has(user) && result.GetValue(import) is { Length: > 0 } from && TableFormats.Of(from) is null)
                result.AddError($"{from} must end in {TableFormats.Ends}");
            else if (options.All.Any(option => result.GetResult(option) is { Implicit: false }) && (Has(user) || !Has(import)))
                result.AddError("--like-from, --dislike-to, --kind-weight and --skip-unknown need --import without --user");
            else if (options.Fault(result) is { } fault)
                result.AddError(fault);
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
            var output = SharedOptions.Output(parsed);
            InteractionKind? only = parsed.GetValue(kind) is { } word ? InteractionKind.Parse(word, provider: null) : null;
            if (parsed.GetValue(user)?.Trim() is not { } name)
            {
                if (parsed.GetValue(import) is { } all)
                {
                    await HistoryImport.RunAsync(library, all, options.Read(parsed), parsed, output, cancellationToken);
                    await library.PrepareForChoicesAsync(parsed, cancellationToken);
                }
                else if (parsed.GetValue(export) is { } to)
                    await ExportAllAsync(library, to, output, cancellationToken);
                else
                    await ListUsersAsync(library, output, cancellationToken);
            }
            else if (parsed.GetValue(import) is { } source)
            {
                await ImportAsync(library, name, source, output, cancellationToken);
                await library.PrepareForChoicesAsync(parsed, cancellationToken);
            }
            else if (parsed.GetValue(export) is { } destination)
                await ExportAsync(library, name, only, destination, output, cancellationToken);
            else
                await HistoryLines.WriteAsync(library, name, only, output, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ListUsersAsync(Library library, CommandOutput output, CancellationToken cancellationToken)
    {
        var users = await library.Interactions.ReadUsersAsync(cancellationToken);
        if (users.Count == 0)
            output.Line("Nobody has chosen anything yet; start with: kindred like IMAGE --user NAME");
        var width = users.Select(user => user.User.Length).DefaultIfEmpty().Max();
        foreach (var user in users)
            output.Line($"{user.User.PadRight(width)}  {HistoryLines.Counts(user.Likes, user.Dislikes, user.Seen, user.Events)}");
        output.Document(
            new UsersDocument([.. users.Select(user => new UserEntry(user.User, user.Likes, user.Dislikes, user.Seen, user.Events))]),
            CliJson.Readable.UsersDocument);
    }

    private static async Task ExportAllAsync(Library library, string path, CommandOutput output, CancellationToken cancellationToken)
    {
        var count = await HistoryFile.WriteAsync(path, library.Interactions.ReadAllAsync(cancellationToken), cancellationToken);
        output.Line($"{count:N0} {(count == 1 ? "choice" : "choices")} of all users in {path}");
        output.Document(new ExportAllDocument(path, count), CliJson.Readable.ExportAllDocument);
    }

    private static async Task ExportAsync(
        Library library, string user, InteractionKind? kind, string path, CommandOutput output, CancellationToken cancellationToken)
    {
        var count = 0;
        await WholeFile.WriteAsync(path, async file =>
        {
            await using var writer = new StreamWriter(file, StrictUtf8);
            count = await library.Interactions.ExportAsync(user, writer, kind, cancellationToken);
        });
        output.Line($"{count:N0} {(count == 1 ? "choice" : "choices")} of {user} in {path}");
        output.Document(new ExportDocument(user, path, count), CliJson.Readable.ExportDocument);
    }

    private static async Task ImportAsync(
        Library library, string user, string path, CommandOutput output, CancellationToken cancellationToken)
    {
        var names = await library.ReadNamesAsync(cancellationToken);
        ImportReport report;
        try
        {
            using var reader = new StreamReader(path, StrictUtf8);
            report = await library.Interactions.ImportAsync(user, reader, names, cancellationToken);
        }
        catch (InteractionLineException exception)
        {
            throw new KindredException(exception.Fault, $"{path}, {exception.Message}", exception) { Subject = exception.Subject };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KindredException($"There is no file {path}.", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new KindredException($"{path} is not text in UTF-8; nothing was imported.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KindredException($"{path} cannot be read: {exception.Message}", exception);
        }

        var (added, updated, already) = report.Recorded;
        output.Line($"Imported for {user}: {added:N0} new, {updated:N0} changed, {already:N0} already there.");
        if (report.Absent > 0)
        {
            output.Line($"{report.Absent:N0} of them "
                + $"{(report.Absent == 1 ? "is" : "are")} about pictures that the library does not have now; "
                + "they count once it does.");
        }

        output.Document(new ImportDocument(user, path, added, updated, already, report.Absent), CliJson.Readable.ImportDocument);
    }
}
