using System.CommandLine;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred help VERB</c>, which is <c>kindred VERB --help</c>.</summary>
internal static class HelpCommand
{
    public const string Name = "help";

    /// <summary>For the list of verbs; <see cref="Rewrite"/> has taken the place of running it.</summary>
    public static Command Create() => new(Name, "Explains a verb, or lists them all.")
    {
        new Argument<string[]>("VERB") { Description = "The verb.", Arity = ArgumentArity.ZeroOrMore },
    };

    /// <summary>The command that was meant: nothing at all asks for help, and so does help.</summary>
    public static string[] Rewrite(string[] args) => args switch
    {
        [] => ["--help"],
        [Name, .. var verbs] => [.. verbs.Where(verb => verb is not ("--help" or "-h")), "--help"],
        _ => args,
    };
}
