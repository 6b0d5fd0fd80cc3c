using System.Runtime.CompilerServices;
using System.Text;
using Kindred.Cli.Output;
using Kindred.Interactions;
using Kindred.Interactions.Batches;

namespace Kindred.Cli.Histories;

/// <summary>A file with interactions of many users.</summary>
internal static class HistoryFile
{
    private const int BufferSize = 1 << 18;
    private const int RowsPerReport = 1 << 15;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's records one after the other.</summary>
    /// <param name="path">The file; its name says its format.</param>
    /// <param name="progress">Told how many rows were read, of how many: of text, as many as its size lets expect.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static async IAsyncEnumerable<InteractionRecord> ReadAsync(
        string path, IProgress<StepProgress> progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        using var text = new StreamReader(file, StrictUtf8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
        var total = 0L;
        var records = HistoryFormats.Of(path) switch
        {
            HistoryFormat.Csv => HistoryCsv.ReadAsync(text, cancellationToken),
            HistoryFormat.JsonLines => HistoryJsonLines.ReadAsync(text, cancellationToken),
            _ => HistoryParquet.ReadAsync(file, rows => total = rows, cancellationToken),
        };
        var read = 0;
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            if (++read % RowsPerReport == 0)
            {
                var expected = total > 0 ? total : read / Math.Max(file.Position, 1.0) * file.Length;
                progress.Report(new StepProgress(read, (int)Math.Clamp(expected, read, int.MaxValue), Failed: 0));
            }

            yield return record;
        }
    }

    /// <summary>Writes interactions to a file that appears when it is whole.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> WriteAsync(string path, IAsyncEnumerable<Interaction> interactions, CancellationToken cancellationToken)
    {
        var count = 0;
        await WholeFile.WriteAsync(path, async file => count = HistoryFormats.Of(path) switch
        {
            HistoryFormat.Csv => await HistoryCsv.WriteAsync(
                interactions, file, path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',', cancellationToken),
            HistoryFormat.JsonLines => await HistoryJsonLines.WriteAsync(interactions, file, cancellationToken),
            _ => await HistoryParquet.WriteAsync(interactions, file, cancellationToken),
        });
        return count;
    }
}
