using System.Collections;
using System.CommandLine;
using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Cli.Settings;
using Kindred.Vision.Models;

namespace Kindred.Cli.Commands;

/// <summary><c>kindred config</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var command = new Command(
            "config",
            $"Shows the settings for all commands, and where each is set: in {SettingsFile.Name} beside the library, or in "
            + "the environment, which overrides the file. Options on the command line override both.");
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var library = LibraryLocation.Name(parsed);
        var file = SettingsFile.Beside(library);
        var set = CommandSettings.Read(library);
        List<ConfigEntry> entries =
        [
            new("library", LibraryStores.FullName(library), LibraryLocation.Source(parsed)),
            .. Setting.All.Select(setting => set.FirstOrDefault(value => value.Setting == setting) is { } value
                ? new ConfigEntry(setting.Name, string.Join(' ', value.Values), value.Source)
                : new ConfigEntry(setting.Name, Default(parsed, setting), Source: null)),
            new("models", ModelStore.Default.Downloads, Variable(ModelStore.Variable)),
        ];

        var output = SharedOptions.Output(parsed);
        var width = entries.Max(entry => entry.Name.Length);
        var values = entries.Max(entry => (entry.Value ?? "").Length);
        foreach (var (name, value, source) in entries)
            output.Line($"{name.PadRight(width)}  {(value ?? "").PadRight(Math.Min(values, 40))}  {source ?? "(default)"}");
        output.Line();
        output.Line(File.Exists(file) ? $"{file} is read." : $"{file} would be read, but it does not exist.");
        output.Document(new ConfigDocument(file, File.Exists(file), entries), CliJson.Readable.ConfigDocument);
        return ExitCode.Done;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } ? name : null;

    /// <summary>What the option is where nothing is set; nothing where that depends on the library.</summary>
    private static string? Default(ParseResult parsed, Setting setting)
    {
        var option = parsed.RootCommandResult.Command.Subcommands
            .Where(verb => setting.Verbs.Contains(verb.Name, StringComparer.Ordinal))
            .SelectMany(verb => verb.Options)
            .FirstOrDefault(option => option.Name == setting.Option);
        return option is not { HasDefaultValue: true } ? null : option.GetDefaultValue() switch
        {
            null => null,
            string text => text,
            bool on => on ? "true" : "false",
            Enum value => value.ToString().ToLowerInvariant(),
            IEnumerable values => string.Join(' ', values.Cast<object>()),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
    }
}
