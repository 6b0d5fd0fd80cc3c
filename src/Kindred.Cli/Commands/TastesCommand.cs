using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Galleries;
using Kindred.Images;
using Kindred.Recommendations;
using Kindred.Tastes;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred tastes list|name|weigh|mute|unmute|split|merge|reset</c>. Each shows the tastes as they are afterwards.</summary>
internal static class TastesCommand
{
    private const string Addressed = "its number in 'kindred tastes list', its name, or a picture in it";

    private static readonly Option<string> User = SharedOptions.User("Whose.", required: true);
    private static readonly Argument<string> Taste = new("TASTE") { Description = $"The taste: {Addressed}." };

    private static readonly Argument<string[]> Tastes = new("TASTE")
    {
        Description = $"Two tastes or more, each by {Addressed}. The first takes in the others.",
        Arity = new ArgumentArity(2, 1000),
    };

    private static readonly Argument<string> NewName = new("NAME") { Description = "The name; \"\" removes it." };
    private static readonly Argument<double> Weight = CreateWeight();
    private static readonly Argument<string[]> Likes = new("LIKE")
    {
        Description = "The likes that make the new taste. Default: the taste is split where its halves are farthest apart.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Name = new("--name")
    {
        Description = "The name of the resulting taste.",
        HelpName = "NAME",
    };

    public static Command Create() => new("tastes", "Shows a user's tastes, and sets their names and weights and what is in them.")
    {
        Verb("list", "Lists the tastes: number, share of a list, name, and the like in the middle.", (_, _) => Task.CompletedTask),
        Verb("name", "Names a taste.", async (call, token) =>
            await call.User.SetAsync(await call.TasteAsync(token), name: call.Get(NewName), cancellationToken: token), Taste, NewName),
        Verb("weigh", "Lets a taste have more of a list, or less.", async (call, token) =>
            await call.User.SetAsync(await call.TasteAsync(token), weight: call.Get(Weight), cancellationToken: token), Taste, Weight),
        Verb("mute", "Recommends nothing more for a taste, nor what is in it.", async (call, token) =>
            await call.User.SetAsync(await call.TasteAsync(token), muted: true, cancellationToken: token), Taste),
        Verb("unmute", "Recommends for a muted taste again.", async (call, token) =>
            await call.User.SetAsync(await call.TasteAsync(token), muted: false, cancellationToken: token), Taste),
        Verb("split", "Splits a taste in two.", SplitAsync, Taste, Likes, Name),
        Verb("merge", "Merges several tastes into one.", async (call, token) =>
            await call.User.MergeAsync(await call.FindAllAsync(call.Get(Tastes), token), call.Get(Name), token), Tastes, Name),
        Verb("reset", "Forgets what was set for a taste: its likes stay, and are grouped as new ones are.", async (call, token) =>
            await call.User.ResetAsync(await call.TasteAsync(token), token), Taste),
    };

    private static async Task SplitAsync(Call call, CancellationToken cancellationToken)
    {
        var taste = await call.TasteAsync(cancellationToken);
        var likes = new List<ContentHash>();
        foreach (var name in call.Get(Likes) ?? [])
        {
            likes.Add(await call.ContentAsync(name, taste.Likes, cancellationToken)
                ?? throw new KindredException(Fault.BadTasteChange, $"{name} is not in that taste."));
        }

        await call.User.SplitAsync(taste, likes, call.Get(Name), cancellationToken);
    }

    private static Command Verb(string name, string description, Func<Call, CancellationToken, Task> action, params Symbol[] symbols)
    {
        var command = new Command(name, description) { User };
        foreach (var argument in symbols.OfType<Argument>())
            command.Add(argument);
        foreach (var option in symbols.OfType<Option>())
            command.Add(option);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var library = await LibraryLocation.OpenAsync(parsed, model: null, cancellationToken);
            // Where nobody is called that, this says who there is.
            await library.Interactions.ReadAsync(parsed.GetRequiredValue(User), cancellationToken: cancellationToken);
            using var gallery = await library.OpenGalleryAsync(parsed, cancellationToken);
            var call = new Call(parsed, gallery, gallery.TastesOf(parsed.GetRequiredValue(User)));
            await action(call, cancellationToken);
            TasteLines.Write(SharedOptions.Output(parsed), call.User.User, await call.User.ReadAsync(cancellationToken));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<double> CreateWeight()
    {
        var argument = new Argument<double>("WEIGHT")
        {
            Description = "How much it counts beside the user's other tastes, from 0.1 to 10; 1 by default.",
        };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && double.TryParse(token.Value, CultureInfo.InvariantCulture, out var value)
                && TasteSettings.WeightFault(value) is { } fault)
                result.AddError(fault);
        });
        return argument;
    }

    /// <summary>One call of a verb.</summary>
    private sealed class Call(ParseResult parsed, Gallery gallery, UserTastes user)
    {
        public UserTastes User { get; } = user;

        public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

        public T? Get<T>(Option<T> option) => parsed.GetValue(option);

        /// <summary>The taste that the call is about.</summary>
        /// <exception cref="KindredException">The user has no such taste.</exception>
        public async Task<Taste> TasteAsync(CancellationToken cancellationToken) =>
            (await FindAllAsync([parsed.GetRequiredValue(Taste)], cancellationToken))[0];

        /// <summary>Finds tastes by what a person calls them: a number before a name, a name before a picture.</summary>
        /// <exception cref="KindredException">The user has no such taste.</exception>
        public async Task<IReadOnlyList<Taste>> FindAllAsync(string[]? names, CancellationToken cancellationToken)
        {
            var tastes = await User.ReadAsync(cancellationToken);
            var found = new List<Taste>();
            foreach (var name in names ?? [])
            {
                found.Add(tastes.FirstOrDefault(taste => taste.Id is not null && taste.Key == name)
                    ?? tastes.FirstOrDefault(taste => taste.Name == name)
                    ?? await HoldingAsync(name, tastes, cancellationToken)
                    ?? throw new NoSuchTasteException(name));
            }

            return found;
        }

        /// <summary>The content of the like with a name, or of a file; <see langword="null"/> where it is not among the likes.</summary>
        public async Task<ContentHash?> ContentAsync(string name, IReadOnlyList<ImageQuery> likes, CancellationToken cancellationToken)
        {
            if (likes.FirstOrDefault(like => like.Name == name) is { } named)
                return named.Content;
            return name.Length > 0 && await gallery.Names.IdentifyAsync(name, cancellationToken) is var (content, _)
                && likes.Any(like => like.Content == content) ? content : null;
        }

        private async Task<Taste?> HoldingAsync(string name, IReadOnlyList<Taste> tastes, CancellationToken cancellationToken) =>
            await ContentAsync(name, [.. tastes.SelectMany(taste => taste.Likes)], cancellationToken) is { } content
                ? tastes.First(taste => taste.Likes.Any(like => like.Content == content))
                : null;
    }
}
