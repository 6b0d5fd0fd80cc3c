using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kindred.Cli.Settings;

/// <summary>
/// Adds to a command what is set for all: what the library's <c>kindred.json</c> says, over it what the environment says; what was typed
/// stands over both.
/// </summary>
internal static class CommandSettings
{
    /// <summary>Everything that is set, each setting once.</summary>
    /// <exception cref="KindredException">The file is broken.</exception>
    public static IReadOnlyList<SettingValue> Read(string library)
    {
        var file = SettingsFile.Read(SettingsFile.Beside(library));
        return
        [
            .. Setting.All
                .Select(setting => FromEnvironment(setting) ?? file.LastOrDefault(value => value.Setting == setting))
                .OfType<SettingValue>(),
        ];
    }

    /// <summary>What of it goes for a command, without what was typed.</summary>
    /// <exception cref="KindredException">The file is broken.</exception>
    public static IReadOnlyList<SettingValue> For(ParseResult parsed)
    {
        var verbs = Verbs(parsed.CommandResult);
        if (!Setting.All.Any(setting => setting.Verbs.Intersect(verbs, StringComparer.Ordinal).Any()))
            return [];
        return
        [
            .. Read(LibraryLocation.Name(parsed)).Where(value =>
                value.Setting.Verbs.Intersect(verbs, StringComparer.Ordinal).Any()
                && Find(parsed, value.Setting) is { } option
                && parsed.GetResult(option) is not { Implicit: false }),
        ];
    }

    /// <summary>The command with what is set.</summary>
    /// <param name="args">What was typed.</param>
    /// <param name="parsed">The same, parsed.</param>
    /// <param name="values">What is set, from <see cref="For"/>.</param>
    public static string[] AddTo(string[] args, ParseResult parsed, IReadOnlyList<SettingValue> values)
    {
        var tokens = values.SelectMany(value => value.Tokens(Find(parsed, value.Setting)?.ValueType == typeof(bool)));
        // Whatever follows -- is no option.
        var end = Array.IndexOf(args, "--");
        return end < 0 ? [.. args, .. tokens] : [.. args[..end], .. tokens, .. args[end..]];
    }

    /// <summary>The option of a setting, where the command has one.</summary>
    public static Option? Find(ParseResult parsed, Setting setting) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == setting.Option);

    private static SettingValue? FromEnvironment(Setting setting) =>
        Environment.GetEnvironmentVariable(setting.Variable) is { Length: > 0 } value
            ? new SettingValue(
                setting, setting.Name is "urls" or "allow-origin" or "fetch-from" ? value.Split(';', ' ') : [value], setting.Variable)
            : null;

    private static List<string> Verbs(CommandResult result)
    {
        List<string> verbs = [];
        for (SymbolResult? at = result; at is CommandResult command; at = at.Parent)
            verbs.Add(command.Command.Name);
        return verbs;
    }
}
