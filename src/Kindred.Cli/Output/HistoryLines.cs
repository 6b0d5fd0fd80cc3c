using Kindred.Images;
using Kindred.Interactions;
using Kindred.Libraries;

namespace Kindred.Cli.Output;

/// <summary>A user's history, for people and for programs.</summary>
internal static class HistoryLines
{
    public static async Task WriteAsync(
        Library library, string user, InteractionKind? kind, CommandOutput output, CancellationToken cancellationToken)
    {
        var interactions = await library.Interactions.ReadAsync(user, kind, cancellationToken);
        var names = await library.ReadNamesAsync(cancellationToken);
        var entries = interactions.Select(interaction => Entry(interaction, names)).ToList();
        int Count(InteractionKind counted) => interactions.Count(interaction => interaction.Kind == counted);
        var (likes, dislikes, seen) = (Count(InteractionKind.Like), Count(InteractionKind.Dislike), Count(InteractionKind.Seen));
        var events = interactions.Count - likes - dislikes - seen;

        output.Line($"{user}: {(entries.Count == 0 ? $"no {kind}" : Counts(likes, dislikes, seen, events))}");
        foreach (var entry in entries)
        {
            output.Line($"{entry.Time[..19].Replace('T', ' ')}Z  {entry.Kind,-7}  {entry.Path}"
                + (entry.Weight == 1 ? "" : $"  (weight {entry.Weight})") + (entry.InLibrary ? "" : "  (not in the library now)"));
        }

        output.Document(new HistoryDocument(user, likes, dislikes, seen, events, entries), CliJson.Readable.HistoryDocument);
    }

    /// <summary>Such as <c>2 likes, 1 dislike</c>; what there is none of is left out.</summary>
    public static string Counts(int likes, int dislikes, int seen, int events)
    {
        var parts = new List<string>(4);
        if (likes > 0)
            parts.Add($"{likes:N0} {(likes == 1 ? "like" : "likes")}");
        if (dislikes > 0)
            parts.Add($"{dislikes:N0} {(dislikes == 1 ? "dislike" : "dislikes")}");
        if (seen > 0)
            parts.Add($"{seen:N0} seen");
        if (events > 0)
            parts.Add($"{events:N0} {(events == 1 ? "event" : "events")}");
        return string.Join(", ", parts);
    }

    /// <summary>An interaction under the name its picture has now; where it has none, under the one it had.</summary>
    private static HistoryEntry Entry(Interaction interaction, ImageNames names)
    {
        var image = names.FindByContent(interaction.Content, interaction.Name);
        return new HistoryEntry(
            interaction.Kind.Name, image?.Path ?? interaction.Name,
            image is not null, interaction.Content.ToString(),
            interaction.Weight, InteractionTime.Format(interaction.Time));
    }
}
