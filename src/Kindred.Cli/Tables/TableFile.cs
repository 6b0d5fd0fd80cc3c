using System.Runtime.CompilerServices;
using System.Text;

namespace Kindred.Cli.Tables;

/// <summary>A file with a table: CSV, JSON lines or Parquet, by the end of its name.</summary>
internal static class TableFile
{
    private const int BufferSize = 1 << 18;
    private const int RowsPerReport = 1 << 15;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file's records one after the other.</summary>
    /// <param name="path">The file; its name says its format.</param>
    /// <param name="reader">Makes records of its rows.</param>
    /// <param name="progress">Told how many rows were read, of how many: of text, as many as its size lets expect.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        string path, ITableReader<T> reader, IProgress<StepProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        using var text = new StreamReader(file, StrictUtf8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
        var total = 0L;
        var records = TableFormats.Of(path) switch
        {
            TableFormat.Csv => reader.ReadCsvAsync(text, cancellationToken),
            TableFormat.JsonLines => reader.ReadJsonLinesAsync(text, cancellationToken),
            _ => reader.ReadParquetAsync(file, rows => total = rows, cancellationToken),
        };
        var read = 0;
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            if (++read % RowsPerReport == 0)
            {
                var expected = total > 0 ? total : read / Math.Max(file.Position, 1.0) * file.Length;
                progress?.Report(new StepProgress(read, (int)Math.Clamp(expected, read, int.MaxValue), Failed: 0));
            }

            yield return record;
        }
    }

    /// <summary>What separates the fields of a CSV file that is written.</summary>
    public static char SeparatorOf(string path) => path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
}
