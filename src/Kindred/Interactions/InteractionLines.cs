using System.Globalization;
using System.Text.Json;
using Kindred.Images;
using Kindred.Images.Records;
using Kindred.Interactions.Batches;

namespace Kindred.Interactions;

/// <summary>Reads and writes interactions as JSON lines.</summary>
internal static class InteractionLines
{
    private const string NoObject = "it is not a JSON object";

    /// <summary>Writes a line for each interaction, in their order.</summary>
    public static async Task WriteAsync(IReadOnlyList<Interaction> interactions, TextWriter writer, CancellationToken cancellationToken)
    {
        foreach (var interaction in interactions)
        {
            await writer.WriteAsync($"{Format(interaction, user: null)}\n".AsMemory(), cancellationToken);
        }
    }

    /// <summary>An interaction as a line, without its end.</summary>
    /// <param name="interaction">The interaction.</param>
    /// <param name="user">Whom the line names, if anybody.</param>
    public static string Format(Interaction interaction, string? user)
    {
        var line = new InteractionLine(
            interaction.Kind.Name, interaction.Content.ToString(), interaction.Name, interaction.Weight,
            InteractionTime.Format(interaction.Time))
        {
            User = user,
        };
        return JsonSerializer.Serialize(line, InteractionJson.Lines.InteractionLine);
    }

    /// <summary>Reads a line of interactions of many users.</summary>
    /// <exception cref="BrokenRecordException">It is no JSON, or a field is of another type.</exception>
    public static InteractionRecord ParseRecord(string text, int number)
    {
        try
        {
            var line = JsonSerializer.Deserialize(text, InteractionJson.Lines.InteractionLine)
                ?? throw new BrokenRecordException(number, NoObject);
            return new InteractionRecord(
                number, line.User, line.Picture ?? line.Content ?? line.Path, line.Content is null ? null : line.Path, line.Kind,
                line.Rating,
                line.Weight, line.Time);
        }
        catch (JsonException exception)
        {
            throw new BrokenRecordException(number, FaultOf(text, exception), exception);
        }
    }

    /// <summary>Reads all lines.</summary>
    /// <returns>The choices in the order of the lines, each with the number of its line.</returns>
    /// <exception cref="InteractionLineException">A line is broken, or two lines contradict each other.</exception>
    public static async Task<List<(Choice Choice, int Line)>> ReadAsync(
        TextReader reader, ImageNames images, CancellationToken cancellationToken)
    {
        var choices = new List<(Choice, int)>();
        var tastes = new Dictionary<ContentHash, (InteractionKind Kind, int Line)>();
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } text; number++)
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;

            var choice = Parse(text, images, number);
            choices.Add((choice, number));
            if (choice.Kind != InteractionKind.Like && choice.Kind != InteractionKind.Dislike)
                continue;
            if (tastes.TryAdd(choice.Content, (choice.Kind, number)))
                continue;

            var (kind, line) = tastes[choice.Content];
            if (kind != choice.Kind)
            {
                throw new InteractionLineException(
                    number, $"{choice.Name} is both liked and disliked, the other in line {line}; choose one");
            }
        }

        return choices;
    }

    private static Choice Parse(string text, ImageNames images, int number)
    {
        var line = Deserialize(text, number);
        var kind = ParseKind(line.Kind, number);
        if (line.Weight is { } weight && InteractionWeight.Fault(weight) is not null)
        {
            throw new InteractionLineException(number, string.Create(
                CultureInfo.InvariantCulture,
                $"its weight must be a number from {InteractionWeight.Least} to {InteractionWeight.Most}, not {weight}"));
        }

        if (line.Weight is null && kind.DefaultWeight is null)
            throw new InteractionLineException(
                number,
                $"it has no weight, and the kind '{kind}' has none of its own; "
                + "give it one, or use the kind like, dislike, seen, view, cart or purchase");

        var (content, name) = Picture(line, images, number);
        return new Choice(kind, content, name, line.Weight, ParseTime(line.Time, number));
    }

    private static InteractionLine Deserialize(string text, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(text, InteractionJson.Lines.InteractionLine)
                ?? throw new InteractionLineException(number, NoObject);
        }
        catch (JsonException exception)
        {
            throw new InteractionLineException(number, FaultOf(text, exception), exception);
        }
    }

    /// <summary>What is wrong: of a path such as $.weight, the line is JSON, but this field is of another type.</summary>
    private static string FaultOf(string text, JsonException exception) => exception.Path is { Length: > 2 } path && IsJson(text)
        ? $"its {path[2..]} must be {(path is "$.weight" or "$.rating" ? "a number" : "a text")}"
        : NoObject;

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (ContentHash Content, string Name) Picture(InteractionLine line, ImageNames images, int number)
    {
        if (line.Content is { } digits)
        {
            var content = ContentHash.TryParse(digits, out var hash)
                ? hash
                : throw new InteractionLineException(number, $"its content must be 64 hexadecimal digits, not '{digits}'");
            return (content, string.IsNullOrEmpty(line.Path) ? images.FindByContent(content)?.Path ?? content.ToString() : line.Path);
        }

        if (string.IsNullOrEmpty(line.Path))
            throw new InteractionLineException(number, "it names no picture; give its content or its path");
        try
        {
            return images.Find(line.Path) is { } image
                ? (image.Content, image.Path)
                : throw new KindredException(Fault.NotInLibrary, $"there is no picture {line.Path} in the library")
                {
                    Subject = line.Path,
                };
        }
        catch (KindredException exception)
        {
            throw new InteractionLineException(number, exception.Message.TrimEnd('.'), exception);
        }
    }

    private static DateTimeOffset? ParseTime(string? text, int number) => text is null ? null
        : InteractionTime.TryParseAny(text, out var time) ? time
        : throw new InteractionLineException(number, $"its time must look like 2026-11-24T08:00:00Z, not '{text}'");

    private static InteractionKind ParseKind(string? name, int number)
    {
        if (name is null)
            throw new InteractionLineException(
                number, "it has no kind; it must be like, dislike, seen, or an event, such as purchase");
        return InteractionKind.TryParse(name, provider: null, out var kind) ? kind : throw new InteractionLineException(
            number, $"its kind must be like, dislike, seen, or an event in small letters, such as purchase, not '{name}'");
    }
}
