using Kindred.Interactions;
using Kindred.Interactions.Batches;

namespace Kindred.Tests.Libraries.Transfers;

/// <summary>More interactions than are copied at once.</summary>
internal static class ManyViews
{
    public static async IAsyncEnumerable<InteractionBatch> Batches(int rows)
    {
        await Task.CompletedTask;
        string[] users = [.. Enumerable.Range(0, 500).Select(user => $"user {user}")];
        ChosenPicture[] pictures =
        [
            .. Enumerable.Range(0, 100).Select(picture => new ChosenPicture(FullLibrary.Content($"many {picture}"), $"{picture}.jpg")),
        ];
        yield return new InteractionBatch(
            users, pictures, [InteractionKind.View],
            Enumerable.Range(0, rows)
                .Select(row => new InteractionRow(row % 500, row / 500 % 100, Kind: 0, Weight: null, Ticks: row, row + 1)).ToArray());
    }
}
