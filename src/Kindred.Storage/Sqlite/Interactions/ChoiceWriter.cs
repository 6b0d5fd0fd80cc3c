using Kindred.Interactions;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Records the choices of one user inside a transaction.</summary>
internal sealed class ChoiceWriter(SqliteConnection connection, string user, DateTimeOffset now) : IDisposable
{
    private readonly InteractionWriter _writer = new(connection);
    private readonly List<WrittenInteraction> _found = [];

    public RecordReport Write(IReadOnlyList<Choice> choices, CancellationToken cancellationToken)
    {
        var (added, updated, already) = (0, 0, 0);
        (int Number, int Position)? who = null;
        foreach (var choice in choices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (number, position) = who ??= _writer.User(user);
            var (picture, name) = _writer.Picture(choice.Content, choice.Name);
            var (kind, usual) = _writer.Kind(choice.Kind, choice.Weight);
            _writer.Find(number, picture, _found);
            if (Opposite(kind) is { } contradicted)
            {
                if (!choice.Replaces)
                    throw new OppositeChoiceException(user, choice);
                _writer.Delete(number, picture, contradicted);
            }

            if (Same(choice, kind) is not { } same)
            {
                var weight = choice.Weight ?? choice.Kind.DefaultWeight;
                var row = new WrittenInteraction(kind, (choice.Time ?? now).UtcTicks, weight == usual ? null : weight);
                _writer.Add(number, picture, row, position + 1, name);
                who = (number, position + 1);
                added++;
                continue;
            }

            var changed = new WrittenInteraction(
                kind, choice.Time?.UtcTicks ?? same.Ticks,
                choice.Weight is null ? same.Weight : choice.Weight == usual ? null : choice.Weight);
            if (changed == same)
            {
                already++;
                continue;
            }

            _writer.Update(number, picture, same, changed);
            updated++;
        }

        return new RecordReport(added, updated, already);
    }

    public void Dispose() => _writer.Dispose();

    private WrittenInteraction? Opposite(int kind)
    {
        foreach (var found in _found)
        {
            if (found.Kind == WrittenInteraction.OppositeOf(kind))
                return found;
        }

        return null;
    }

    /// <summary>What is recorded of the same kind; of an event, at the same time.</summary>
    private WrittenInteraction? Same(Choice choice, int kind)
    {
        foreach (var found in _found)
        {
            if (found.Kind == kind && (choice.Kind.IsChoice || choice.Time is null || choice.Time.Value.UtcTicks == found.Ticks))
                return found;
        }

        return null;
    }
}
