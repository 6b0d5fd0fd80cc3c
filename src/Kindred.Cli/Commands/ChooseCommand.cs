using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred like IMAGE… --user NAME</c>, and <c>dislike</c> and <c>seen</c>, which differ in nothing but the word.</summary>
internal static class ChooseCommand
{
    /// <summary>Makes one of the three verbs.</summary>
    public static Command Create(InteractionKind kind)
    {
        var pictures = SharedOptions.Pictures(ArgumentArity.OneOrMore);
        var user = SharedOptions.User("The user; a new name makes a new user.", required: true);
        var weight = Weight();
        var time = Time();
        var command = new Command(kind.Name, Describe(kind)) { pictures, user, weight, time };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateTimeOffset? when = parsed.GetValue(time) is { } text && InteractionTime.TryParse(text, out var read) ? read : null;
            await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
            var names = await library.ReadNamesAsync(cancellationToken);
            var images = new List<Image>();
            foreach (var name in parsed.GetRequiredValue(pictures))
            {
                images.Add((await names.IdentifyAsync(name, cancellationToken))?.Image
                    ?? throw new KindredException(Fault.NotInLibrary, $"There is no picture {name} in the library.") { Subject = name });
            }

            var report = await library.Interactions.RecordAsync(
                parsed.GetRequiredValue(user), kind, images, parsed.GetValue(weight), when, cancellationToken: cancellationToken);
            Write(SharedOptions.Output(parsed), kind, parsed.GetRequiredValue(user).Trim(), images, report);
            await library.PrepareForChoicesAsync(parsed, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Describe(InteractionKind kind) => kind.Name switch
    {
        "like" => "Remembers that a user likes pictures. A disliked picture must be forgotten before it can be liked.",
        "dislike" => "Remembers that a user dislikes pictures. A liked picture must be forgotten before it can be disliked.",
        _ => "Remembers that a user has seen pictures, whether or not they like them.",
    } + " Saying it again changes nothing, except with another --weight or --time. The picture is known by its content: renaming it, or "
        + "indexing with another model, loses nothing.";

    private static Option<double?> Weight()
    {
        var option = new Option<double?>("--weight", "-w")
        {
            Description = "How much each picture counts beside the user's others, from 0.001 to 1000. "
                + "Default: 1, or what was given before.",
            HelpName = "W",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
                && InteractionWeight.Fault(value) is not null)
                result.AddError($"--weight must be a number from {InteractionWeight.Least} to {InteractionWeight.Most}, not {token.Value}");
        });
        return option;
    }

    private static Option<string?> Time()
    {
        var option = new Option<string?>("--time", "-t")
        {
            Description = "When it was, such as 2026-11-24 or 2026-11-24T08:00:00+01:00; UTC where no offset is given. "
                + "Default: now, or what was given before.",
            HelpName = "ISO8601",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !InteractionTime.TryParse(token.Value, out _))
                result.AddError($"--time must look like 2026-11-24T08:00:00Z, not '{token.Value}'");
        });
        return option;
    }

    private static void Write(CommandOutput output, InteractionKind kind, string user, List<Image> images, RecordReport report)
    {
        string[] parts = [
            $"{report.New:N0} new",
            .. report.Updated > 0 ? [$"{report.Updated:N0} changed"] : Array.Empty<string>(),
            .. report.AlreadyThere > 0 ? [$"{report.AlreadyThere:N0} already there"] : Array.Empty<string>(),
        ];
        var pictures = images.Count == 1 ? images[0].Path : $"{images.Count:N0} pictures";
        output.Line($"{pictures} {Participle(kind)} by {user}: {string.Join(", ", parts)}.");
        output.Document(
            new ChooseDocument(user, kind.Name, [.. images.Select(image => image.Path)], report.New, report.Updated, report.AlreadyThere),
            CliJson.Readable.ChooseDocument);
    }

    private static string Participle(InteractionKind kind) => kind.Name switch
    {
        "like" => "liked",
        "dislike" => "disliked",
        _ => "seen",
    };
}
