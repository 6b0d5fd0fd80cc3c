using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Interactions.Recording;
using Npgsql;

namespace Kindred.Storage.Postgres.Interactions;

/// <summary>Records the choices of one user inside a transaction.</summary>
internal static class ChoiceWriter
{
    public static async Task<RecordReport> WriteAsync(
        NpgsqlConnection connection, string user, IReadOnlyList<Choice> choices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (choices.Count == 0)
            return default;
        var name = StoredText.Of(user);
        var locked = (await UserLocks.TakeAsync(connection, [name], cancellationToken))[name];
        var kinds = await KindRows.AddAsync(connection, choices.Select(choice => (choice.Kind, choice.Weight)), cancellationToken);
        var pictures = new PictureNumbers();
        await pictures.AddAsync(connection, [.. choices.Select(PictureOf)], cancellationToken);

        var who = (locked.Number, Position: 0);
        var pending = new PendingRows(isOrdered: false);
        if (!locked.IsNew)
        {
            var positions = await UserLocks.ReadLastPositionsAsync(connection, [locked.Number], cancellationToken);
            who.Position = positions.GetValueOrDefault(locked.Number);
            await pending.LoadAsync(
                connection,
                [.. choices.Select(choice => PendingRows.Pair(locked.Number, pictures[PictureOf(choice)].Number)).Distinct()],
                cancellationToken);
        }

        var recorder = new ChoiceRecorder(pending, user, now);
        foreach (var choice in choices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            recorder.Record(choice, ref who, pictures[PictureOf(choice)], kinds[choice.Kind.Name]);
        }

        await pending.WriteAsync(connection, cancellationToken);
        if (pending.Bereft.Count > 0)
            await TasteRows.DropEmptyAsync(connection, [name], cancellationToken); // A dislike has taken the place of a like.
        return recorder.Report;
    }

    private static ChosenPicture PictureOf(Choice choice) => new(choice.Content, choice.Name);
}
