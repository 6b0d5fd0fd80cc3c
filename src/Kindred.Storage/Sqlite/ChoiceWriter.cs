using Kindred.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite;

/// <summary>Records the choices of one user inside a transaction.</summary>
internal sealed class ChoiceWriter : IDisposable
{
    private readonly string _user;
    private readonly DateTimeOffset _now;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _delete;

    public ChoiceWriter(SqliteConnection connection, string user, DateTimeOffset now)
    {
        _user = user;
        _now = now;
        _find = connection.Command("SELECT id, kind, weight, time FROM interactions WHERE user = $user AND content = $content");
        _add = connection.Command("""
            INSERT INTO interactions (user, content, kind, weight, time, name) VALUES ($user, $content, $kind, $weight, $time, $name)
            """);
        _update = connection.Command("UPDATE interactions SET weight = $weight, time = $time WHERE id = $id");
        _delete = connection.Command("DELETE FROM interactions WHERE id = $id");
    }

    public async Task<RecordReport> WriteAsync(IReadOnlyList<Choice> choices, CancellationToken cancellationToken)
    {
        var (added, updated, already) = (0, 0, 0);
        foreach (var choice in choices)
        {
            var (same, opposite) = await FindAsync(choice, cancellationToken);
            if (opposite is { } contradicted)
            {
                if (!choice.Replaces)
                    throw new OppositeChoiceException(_user, choice);
                await ExecuteAsync(_delete, cancellationToken, ("$id", contradicted));
            }

            if (same is not var (id, weight, ticks))
            {
                await AddAsync(choice, cancellationToken);
                added++;
                continue;
            }

            var (newWeight, newTicks) = (choice.Weight ?? weight, choice.Time?.UtcTicks ?? ticks);
            if ((newWeight, newTicks) == (weight, ticks))
            {
                already++;
                continue;
            }

            await ExecuteAsync(_update, cancellationToken, ("$weight", newWeight), ("$time", newTicks), ("$id", id));
            updated++;
        }

        return new RecordReport(added, updated, already);
    }

    public void Dispose()
    {
        _find.Dispose();
        _add.Dispose();
        _update.Dispose();
        _delete.Dispose();
    }

    private static Task<int> ExecuteAsync(
        SqliteCommand command, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        Bind(command, parameters);
        return command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Bind(SqliteCommand command, params (string Name, object Value)[] parameters)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
    }

    /// <summary>The same choice as it is recorded, if it is, and the id of a recorded choice that contradicts it.</summary>
    private async Task<((long Id, double Weight, long Ticks)? Same, long? Opposite)> FindAsync(
        Choice choice, CancellationToken cancellationToken)
    {
        Bind(_find, ("$user", _user), ("$content", choice.Content.ToByteArray()));
        await using var row = await _find.ExecuteReaderAsync(cancellationToken);
        (long, double, long)? same = null;
        long? opposite = null;
        while (await row.ReadAsync(cancellationToken))
        {
            var kind = Enum.Parse<InteractionKind>(row.GetString(1));
            if (kind == choice.Kind)
                same = (row.GetInt64(0), row.GetDouble(2), row.GetInt64(3));
            else if (kind != InteractionKind.Seen && choice.Kind != InteractionKind.Seen)
                opposite = row.GetInt64(0);
        }

        return (same, opposite);
    }

    private Task<int> AddAsync(Choice choice, CancellationToken cancellationToken) => ExecuteAsync(
        _add, cancellationToken,
        ("$user", _user), ("$content", choice.Content.ToByteArray()), ("$kind", choice.Kind.ToString()), ("$weight", choice.Weight ?? 1.0),
        ("$time", (choice.Time ?? _now).UtcTicks), ("$name", choice.Name));
}
