using System.Runtime.CompilerServices;
using Kindred.Interactions;
using Kindred.Interactions.Batches;

namespace Kindred.Cli.Histories;

/// <summary>Interactions of many users as JSON lines.</summary>
internal static class HistoryJsonLines
{
    public static async IAsyncEnumerable<InteractionRecord> ReadAsync(
        TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await text.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
                yield return InteractionLines.ParseRecord(line, number);
        }
    }

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
