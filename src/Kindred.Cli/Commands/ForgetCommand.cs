using System.CommandLine;
using Kindred.Cli.Output;
using Kindred.Images;
using Kindred.Interactions;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred forget IMAGE… --user NAME</c>.</summary>
internal static class ForgetCommand
{
    public static Command Create()
    {
        var pictures = SharedOptions.Pictures(ArgumentArity.ZeroOrMore);
        var user = SharedOptions.User("Whose.", required: true);
        var all = new Option<bool>("--all") { Description = "Forget everything about the user." };
        var command = new Command(
            "forget",
            "Forgets what a user likes, dislikes or has seen. "
                + "Call pictures that have left the library by the name that 'kindred history' shows.")
        {
            pictures, user, all,
        };
        command.Validators.Add(result =>
        {
            var hasPictures = result.GetResult(pictures) is { Tokens.Count: > 0 };
            if (hasPictures == result.GetValue(all))
                result.AddError(hasPictures ? "Name pictures or give --all, not both" : "Name at least one picture, or give --all");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(user).Trim();
            await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
            var log = library.Interactions;
            var history = await log.ReadAsync(name, cancellationToken: cancellationToken);
            var forgotten = 0;
            var notThere = new List<string>();
            if (parsed.GetValue(all))
            {
                forgotten = await log.ForgetUserAsync(name, cancellationToken);
            }
            else
            {
                var names = await library.ReadNamesAsync(cancellationToken);
                var contents = new HashSet<ContentHash>();
                foreach (var picture in parsed.GetRequiredValue(pictures))
                {
                    var found = await FindAsync(picture, names, history, cancellationToken);
                    contents.UnionWith(found);
                    if (found.Count == 0)
                        notThere.Add(picture);
                }

                forgotten = await log.ForgetAsync(name, contents, cancellationToken: cancellationToken);
            }

            Write(SharedOptions.Output(parsed), name, forgotten, notThere);
            await library.PrepareForChoicesAsync(parsed, cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>
    /// Contents in the history that a name means: the library's picture, and those that had the name and are gone; a name that the library
    /// does not know may be one from before.
    /// </summary>
    private static async Task<HashSet<ContentHash>> FindAsync(
        string name, ImageNames names, IReadOnlyList<Interaction> history, CancellationToken cancellationToken)
    {
        var path = name.Replace(Path.DirectorySeparatorChar, '/');
        var image = names.FindByPath(name);
        var before = history.Where(interaction => image is null || names.FindByContent(interaction.Content) is null).ToList();
        var contents = before.Where(interaction => interaction.Name == path).Select(interaction => interaction.Content).ToHashSet();
        if (image is not null)
            contents.Add(image.Content);
        else if (contents.Count == 0 && await names.IdentifyAsync(name, cancellationToken) is { } picture)
            contents.Add(picture.Content);
        else if (contents.Count == 0)
            contents.UnionWith(EndingWith(path, before));

        contents.IntersectWith(history.Select(interaction => interaction.Content));
        return contents;
    }

    private static IEnumerable<ContentHash> EndingWith(string path, List<Interaction> history)
    {
        var ending = history.Where(interaction => interaction.Name.EndsWith("/" + path, StringComparison.Ordinal)).ToList();
        return ending.Find(interaction => interaction.Name != ending[0].Name) is { } other
            ? throw new KindredException(
                $"Several pictures were called {path} (such as {ending[0].Name} and {other.Name}); name one by its whole path.")
            : ending.Select(interaction => interaction.Content);
    }

    private static void Write(CommandOutput output, string user, int forgotten, List<string> notThere)
    {
        foreach (var name in notThere)
            output.Line($"{user} has not chosen {name}; there is nothing to forget.");
        if (forgotten > 0)
            output.Line($"Forgot {Plural.Of(forgotten, "choice")} of {user}.");
        output.Document(new ForgetDocument(user, forgotten, notThere), CliJson.Readable.ForgetDocument);
    }
}
