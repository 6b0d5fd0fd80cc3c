using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Kindred.Interactions.Recording;
using Microsoft.Data.Sqlite;

namespace Kindred.Storage.Sqlite.Interactions;

/// <summary>Records batches of many users inside a transaction.</summary>
internal sealed class BatchWriter : IDisposable
{
    private readonly InteractionWriter _writer;
    private readonly BatchRecorder _recorder;

    public BatchWriter(SqliteConnection connection, DateTimeOffset now)
    {
        _writer = new InteractionWriter(connection);
        _recorder = new BatchRecorder(_writer, now);
    }

    /// <summary>What was done until now.</summary>
    public RecordReport Report => _recorder.Report;

    public void Write(InteractionBatch batch, CancellationToken cancellationToken)
    {
        var rows = batch.Rows.Span;
        Number(batch, rows);
        _recorder.Arrange(rows);
        _recorder.Record(batch, cancellationToken);
    }

    public void Dispose() => _writer.Dispose();

    private void Number(InteractionBatch batch, ReadOnlySpan<InteractionRow> rows)
    {
        for (var i = _recorder.Users.Count; i < batch.Users.Count; i++)
            _recorder.Users.Add(_writer.User(batch.Users[i]));
        for (var i = _recorder.Pictures.Count; i < batch.Pictures.Count; i++)
            _recorder.Pictures.Add(_writer.Picture(batch.Pictures[i].Content, batch.Pictures[i].Name));
        for (var i = _recorder.Kinds.Count; i < batch.Kinds.Count; i++)
            _recorder.Kinds.Add(_writer.Kind(batch.Kinds[i], BatchRecorder.FirstWeight(rows, i)));
    }
}
