using Kindred.Interactions;

namespace Kindred.Cli.Histories;

/// <summary>Writes interactions of many users as JSON lines.</summary>
internal static class HistoryJsonLines
{
    public static async Task<int> WriteAsync(
        IAsyncEnumerable<Interaction> interactions, Stream file, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
        await foreach (var interaction in interactions.WithCancellation(cancellationToken))
        {
            await text.WriteLineAsync(InteractionLines.Format(interaction, interaction.User));
            count++;
        }

        return count;
    }
}
