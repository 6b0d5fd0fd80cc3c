using System.Text.Json;
using Kindred.Cli.Output;

namespace Kindred.Cli.Settings;

/// <summary>The file <c>kindred.json</c> beside a library: one object, with a property for each setting.</summary>
internal static class SettingsFile
{
    public const string Name = "kindred.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where the file of a library is, whether or not it is there.</summary>
    /// <param name="library">The library's folder. A database has nothing beside it: then the file is the one here.</param>
    public static string Beside(string library) => LibraryStores.IsAddress(library)
        ? Path.GetFullPath(Name)
        : Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(library))) ?? library, Name);

    /// <summary>Reads what is set.</summary>
    /// <param name="path">The file; it may be missing.</param>
    /// <exception cref="KindredException">It cannot be read, or says what is no setting.</exception>
    public static IReadOnlyList<SettingValue> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? [.. document.RootElement.EnumerateObject().Select(property => Read(path, property))]
                : throw Broken("it has to be one object, such as { \"count\": 10 }", null);
        }
        catch (JsonException exception)
        {
            throw Broken($"line {exception.LineNumber + 1} is not valid JSON", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Broken("it cannot be read", exception);
        }

        KindredException Broken(string why, Exception? inner) => new($"{path}: {why}.", inner);
    }

    private static SettingValue Read(string path, JsonProperty property)
    {
        if (Setting.All.FirstOrDefault(known => known.Name == property.Name) is not { } setting)
        {
            var meant = Spelling.Closest(property.Name, Setting.All.Select(known => known.Name));
            var end = meant is null ? "." : $"; did you mean {meant}?";
            throw new KindredException($"{path}: '{property.Name}' is not a setting{end} 'kindred help config' says more.");
        }

        var values = property.Value.ValueKind == JsonValueKind.Array
            ? property.Value.EnumerateArray()
            : Enumerable.Repeat(property.Value, 1);
        return new SettingValue(setting, [.. values.Select(value => Read(path, setting, value))], path);
    }

    private static string Read(string path, Setting setting, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new KindredException($"{path}: '{setting.Name}' has to be a text, a number, true, false or a list of these."),
    };
}
