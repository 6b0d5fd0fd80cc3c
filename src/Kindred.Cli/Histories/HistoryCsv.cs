using System.Globalization;
using Kindred.Interactions;
using nietras.SeparatedValues;

namespace Kindred.Cli.Histories;

/// <summary>Writes interactions of many users as CSV with a header.</summary>
internal static class HistoryCsv
{
    public static async Task<int> WriteAsync(
        IAsyncEnumerable<Interaction> interactions, Stream file, char separator, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
        await using var writer = Sep.New(separator).Writer(options => options with { Escape = true }).To(text);
        await foreach (var interaction in interactions.WithCancellation(cancellationToken))
        {
            Write(writer, interaction);
            count++;
        }

        if (count == 0)
            await text.WriteLineAsync(string.Join(separator, HistoryColumns.Exported));
        return count;
    }

    private static void Write(SepWriter writer, Interaction interaction)
    {
        using var row = writer.NewRow();
        row["user"].Set(interaction.User);
        row["kind"].Set(interaction.Kind.Name);
        row["content"].Set(interaction.Content.ToString());
        row["path"].Set(interaction.Name);
        row["weight"].Set(interaction.Weight.ToString("R", CultureInfo.InvariantCulture));
        row["time"].Set(InteractionTime.Format(interaction.Time));
    }
}
