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
        int Count(string word) => entries.Count(entry => entry.Kind == word);
        var (likes, dislikes, seen) = (Count("like"), Count("dislike"), Count("seen"));

        output.Line($"{user}: {(entries.Count == 0 ? $"no {kind.ToString()?.ToLowerInvariant()}" : Counts(likes, dislikes, seen))}");
        foreach (var entry in entries)
        {
            output.Line($"{entry.Time[..19].Replace('T', ' ')}Z  {entry.Kind,-7}  {entry.Path}"
                + (entry.Weight == 1 ? "" : $"  (weight {entry.Weight})") + (entry.InLibrary ? "" : "  (not in the library now)"));
        }

        output.Document(new HistoryDocument(user, likes, dislikes, seen, entries), CliJson.Readable.HistoryDocument);
    }

    /// <summary>Such as <c>2 likes, 1 dislike</c>; what there is none of is left out.</summary>
    public static string Counts(int likes, int dislikes, int seen)
    {
        var parts = new List<string>(3);
        if (likes > 0)
            parts.Add($"{likes:N0} {(likes == 1 ? "like" : "likes")}");
        if (dislikes > 0)
            parts.Add($"{dislikes:N0} {(dislikes == 1 ? "dislike" : "dislikes")}");
        if (seen > 0)
            parts.Add($"{seen:N0} seen");
        return string.Join(", ", parts);
    }

    /// <summary>An interaction under the name its picture has now; where it has none, under the one it had.</summary>
    private static HistoryEntry Entry(Interaction interaction, ImageNames names)
    {
        var image = names.FindByContent(interaction.Content, interaction.Name);
        return new HistoryEntry(
            interaction.Kind.ToString().ToLowerInvariant(), image?.Path ?? interaction.Name,
            image is not null, interaction.Content.ToString(),
            interaction.Weight, InteractionTime.Format(interaction.Time));
    }
}
