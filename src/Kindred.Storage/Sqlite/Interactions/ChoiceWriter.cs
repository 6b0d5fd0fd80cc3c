using Kindred.Interactions;
using Kindred.Interactions.Recording;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Records the choices of one user inside a transaction.</summary>
internal sealed class ChoiceWriter(SqliteConnection connection, string user, DateTimeOffset now) : IDisposable
{
    private readonly InteractionWriter _writer = new(connection);

    public RecordReport Write(IReadOnlyList<Choice> choices, CancellationToken cancellationToken)
    {
        var recorder = new ChoiceRecorder(_writer, user, now);
        (int Number, int Position)? known = null;
        foreach (var choice in choices)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var who = known ?? _writer.User(user);
            recorder.Record(
                choice, ref who, _writer.Picture(choice.Content, choice.Name), _writer.Kind(choice.Kind, choice.Weight));
            known = who;
        }

        return recorder.Report;
    }

    public void Dispose() => _writer.Dispose();
}
