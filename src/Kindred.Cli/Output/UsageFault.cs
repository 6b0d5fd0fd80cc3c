using System.CommandLine;
using System.CommandLine.Parsing;
using Kindred.Cli.Settings;

namespace Kindred.Cli.Output;

/// <summary>What is wrong with a command as it was typed, in one line of plain words.</summary>
internal static class UsageFault
{
    /// <summary>The first thing that is wrong, as a sentence.</summary>
    /// <param name="parsed">A command with errors.</param>
    /// <param name="settings">What was added to what was typed.</param>
    public static string Of(ParseResult parsed, IReadOnlyList<SettingValue> settings)
    {
        var fault = Of(parsed);
        var named = settings.FirstOrDefault(value => fault.Contains(value.Setting.Option, StringComparison.Ordinal));
        if (named is not null)
            fault += $"; {named.Setting.Name} is set by {named.Source}";
        return fault.EndsWith('?') ? fault : fault + ".";
    }

    private static string Of(ParseResult parsed)
    {
        // A word that is no verb explains more than that a verb is missing.
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var meant = Spelling.Closest(unknown, unknown.StartsWith('-') ? Options(parsed) : Verbs(parsed.CommandResult.Command));
            return $"'{unknown}' is not understood{(meant is null ? "" : $"; did you mean {meant}?")}";
        }

        return InPlainWords(OnOneLine(parsed.Errors[0].Message)).TrimEnd('.');
    }

    /// <summary>The parser writes the values that an option takes one below another.</summary>
    private static string OnOneLine(string message) => string.Join(' ', message.Split('\t', '\r', '\n').Where(part => part.Length > 0));

    /// <summary>The parser names types of .NET, which say nothing to whoever typed a number wrong.</summary>
    private static string InPlainWords(string message)
    {
        const string Start = "Cannot parse argument '", Type = " as expected type '";
        var type = message.IndexOf(Type, StringComparison.Ordinal);
        if (!message.StartsWith(Start, StringComparison.Ordinal) || type < 0)
            return message;
        var kind = message[(type + Type.Length)..].TrimEnd('.', '\'');
        var what = kind switch
        {
            _ when kind.Contains("Int", StringComparison.Ordinal) => "a whole number",
            _ when kind.Contains("Double", StringComparison.Ordinal) || kind.Contains("Single", StringComparison.Ordinal) => "a number",
            _ when kind.Contains("Boolean", StringComparison.Ordinal) => "true or false",
            _ => "something else",
        };
        // 'x' for option '--count'
        var parts = message[Start.Length..type].Split("' for option '", 2);
        return parts.Length == 2
            ? $"{parts[1].TrimEnd('\'')} takes {what}, not '{parts[0]}'"
            : $"{what} is expected, not '{parts[0].Split('\'')[0]}'";
    }

    private static IEnumerable<string> Verbs(Command command) =>
        command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);

    private static IEnumerable<string> Options(ParseResult parsed)
    {
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult result; at = at.Parent)
        {
            foreach (var option in result.Command.Options.Where(option => at == parsed.CommandResult || option.Recursive))
                yield return option.Name;
        }
    }
}
