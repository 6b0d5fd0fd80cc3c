using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Kindred.Cli.Output;

/// <summary>
/// Where a command says what it has to say: lines for people, or one JSON document for programs. Faults go to standard error as one
/// line; programs get them as a document too.
/// </summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error, bool json)
{
    /// <summary>Whether programs are reading.</summary>
    public bool IsJson { get; } = json;

    /// <summary>Whether nothing is said to people who asked for quiet.</summary>
    public bool IsSilent { get; init; }

    /// <summary>
    /// A line for people; nothing where programs read. Control characters are shown as codes: a file's name must not move the cursor or
    /// change a terminal's title.
    /// </summary>
    public void Line(string text = "")
    {
        if (!IsJson && !IsSilent)
            output.WriteLine(Plain(text));
    }

    /// <summary>The document for programs; nothing where people read.</summary>
    public void Document<T>(T document, JsonTypeInfo<T> type)
    {
        if (IsJson)
            output.WriteLine(JsonSerializer.Serialize(document, type));
    }

    /// <summary>Says on standard error what went wrong, in one line.</summary>
    public void Fail(string message)
    {
        message = message.ReplaceLineEndings(" ");
        error.WriteLine($"kindred: {Plain(message)}");
        Document(new ErrorDocument(message), CliJson.Readable.ErrorDocument);
    }

    private static string Plain(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(letter => char.IsControl(letter) ? $"\\x{(int)letter:x2}" : $"{letter}"))
        : text;
}
