using System.Globalization;
using Kindred.Cli.Tables;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using nietras.SeparatedValues;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Histories;

/// <summary>Reads interactions of many users.</summary>
internal sealed class HistoryReader : ITableReader<InteractionRecord>
{
    public IAsyncEnumerable<InteractionRecord> ReadCsvAsync(TextReader text, CancellationToken cancellationToken) =>
        CsvTable.ReadAsync<InteractionRecord>(
            text, names =>
            {
                var columns = HistoryColumns.Find(names, number: 1);
                return (row, number) => Read(row, columns, number);
            }, cancellationToken);

    public IAsyncEnumerable<InteractionRecord> ReadJsonLinesAsync(TextReader text, CancellationToken cancellationToken) =>
        JsonLinesTable.ReadAsync(text, InteractionLines.ParseRecord, cancellationToken);

    public IAsyncEnumerable<InteractionRecord> ReadParquetAsync(
        Stream file, Action<long> count, CancellationToken cancellationToken) =>
        ParquetTable.ReadAsync<InteractionRecord>(
            file, count, fields =>
            {
                var columns = HistoryColumns.Find([.. fields.Select(field => field.Name)], number: 1);
                return (group, rows, stop) => ReadGroupAsync(group, rows, fields, columns, stop);
            }, cancellationToken);

    private static InteractionRecord Read(SepReader.Row row, HistoryColumns columns, int number)
    {
        var (picture, name) = HistoryColumns.PictureOf(
            Text(row, columns.Picture), Text(row, columns.Content), Text(row, columns.Path));
        return new InteractionRecord(
            number, Text(row, columns.User), picture, name, Text(row, columns.Kind), Number(row, columns.Rating, "rating", number),
            Number(row, columns.Weight, "weight", number), Text(row, columns.Time));
    }

    private static string? Text(SepReader.Row row, int column) => column < 0 ? null : row[column].ToString();

    private static double? Number(SepReader.Row row, int column, string name, int number)
    {
        if (column < 0 || row[column].Span.IsWhiteSpace())
            return null;
        return double.TryParse(row[column].Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BrokenRecordException(number, $"its {name} must be a number, not '{row[column].Span}'");
    }

    private static async Task<Func<int, int, InteractionRecord>> ReadGroupAsync(
        ParquetRowGroupReader group, int rows, IReadOnlyList<DataField> fields, HistoryColumns columns, CancellationToken cancellationToken)
    {
        DataField? FieldAt(int column) => column < 0 ? null : fields[column];
        Task<string?[]> TextAsync(int column) => ParquetColumn.ReadTextAsync(group, FieldAt(column), rows, cancellationToken);
        Task<double?[]> NumberAsync(int column) => ParquetColumn.ReadNumberAsync(group, FieldAt(column), rows, cancellationToken);
        var (users, pictures, contents, paths) = (
            await TextAsync(columns.User), await TextAsync(columns.Picture), await TextAsync(columns.Content),
            await TextAsync(columns.Path));
        var (kinds, times) = (await TextAsync(columns.Kind), await TextAsync(columns.Time));
        var (ratings, weights) = (await NumberAsync(columns.Rating), await NumberAsync(columns.Weight));
        return (row, number) =>
        {
            var (picture, name) = HistoryColumns.PictureOf(
                ParquetTable.At(pictures, row), ParquetTable.At(contents, row), ParquetTable.At(paths, row));
            return new InteractionRecord(
                number, ParquetTable.At(users, row), picture, name, ParquetTable.At(kinds, row), ParquetTable.At(ratings, row),
                ParquetTable.At(weights, row), ParquetTable.At(times, row));
        };
    }
}
