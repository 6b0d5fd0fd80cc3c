using System.Text.Json;
using Kindred.Attributes;
using Kindred.Attributes.Records;
using Kindred.Cli.Histories;
using Kindred.Cli.Tables;
using Kindred.Images.Records;
using nietras.SeparatedValues;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Attributes;

/// <summary>Reads what a shop says of its pictures.</summary>
internal sealed class AttributeTableReader : ITableReader<AttributeRecord>
{
    public IAsyncEnumerable<AttributeRecord> ReadCsvAsync(TextReader text, CancellationToken cancellationToken) =>
        CsvTable.ReadAsync<AttributeRecord>(
            text, names =>
            {
                var columns = AttributeColumns.Find(names);
                return (row, number) => Read(row, columns, number);
            }, cancellationToken);

    public IAsyncEnumerable<AttributeRecord> ReadJsonLinesAsync(TextReader text, CancellationToken cancellationToken) =>
        JsonLinesTable.ReadAsync(text, Read, cancellationToken);

    public IAsyncEnumerable<AttributeRecord> ReadParquetAsync(Stream file, Action<long> count, CancellationToken cancellationToken) =>
        ParquetTable.ReadAsync<AttributeRecord>(
            file, count, fields =>
            {
                var columns = AttributeColumns.Find([.. fields.Select(field => field.Path.FirstPart ?? field.Name)]);
                return (group, rows, stop) => ReadGroupAsync(group, rows, fields, columns, stop);
            }, cancellationToken);

    private static AttributeRecord Read(SepReader.Row row, AttributeColumns columns, int number)
    {
        var fields = new AttributeField[columns.Attributes.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var (column, name, type) = columns.Attributes[i];
            fields[i] = row[column].Span.IsWhiteSpace()
                ? new AttributeField(name, Value: null)
                : Typed(name, type, AttributeValue.Of(row[column].ToString()), number);
        }

        var (picture, _) = HistoryColumns.PictureOf(Text(row, columns.Picture), Text(row, columns.Content), Text(row, columns.Path));
        return new AttributeRecord(number, picture, Text(row, columns.Id)?.Trim(), fields);
    }

    private static string? Text(SepReader.Row row, int column) =>
        column < 0 || row[column].Span.IsWhiteSpace() ? null : row[column].ToString();

    /// <summary>A field as the header says; a text of which nothing is said may stand for a value of another type.</summary>
    private static AttributeField Typed(string name, AttributeType? type, AttributeValue value, int number)
    {
        if (type is not { } wanted)
            return new AttributeField(name, value, IsWritten: value.Type == AttributeType.Text);
        return AttributeConversion.To(wanted, value) is { } converted
            ? new AttributeField(name, converted)
            : throw new BrokenRecordException(number, $"{name} must be {AttributeTypes.Wanted(wanted)}, not '{value}'");
    }

    private static AttributeRecord Read(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new BrokenRecordException(number, "it is not a JSON object");
            var naming = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            var fields = new List<AttributeField>();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                var (value, isValue) = AttributeJson.Read(member.Value);
                if (!isValue)
                    throw new BrokenRecordException(number, $"{member.Name} must be a text, a number, true, false or a list of texts");
                if (AttributeColumns.IsNaming(member.Name))
                    naming[member.Name] = value is { } text && text.ToString().Length > 0 ? text.ToString() : null;
                else if (fields.Exists(field => string.Equals(field.Name, member.Name, StringComparison.OrdinalIgnoreCase)))
                    throw new BrokenRecordException(number, $"it has {member.Name} twice");
                else
                    fields.Add(new AttributeField(member.Name, value));
            }

            var (picture, _) = HistoryColumns.PictureOf(
                naming.GetValueOrDefault("picture"), naming.GetValueOrDefault("content"), naming.GetValueOrDefault("path"));
            return new AttributeRecord(number, picture, naming.GetValueOrDefault(OwnId.Name), fields);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // A name may have half of a character.
        {
            throw new BrokenRecordException(number, "it is not valid JSON", exception);
        }
    }

    private static async Task<Func<int, int, AttributeRecord>> ReadGroupAsync(
        ParquetRowGroupReader group, int rows, IReadOnlyList<DataField> fields, AttributeColumns columns,
        CancellationToken cancellationToken)
    {
        Task<string?[]> TextAsync(int column) =>
            ParquetColumn.ReadTextAsync(group, column < 0 ? null : fields[column], rows, cancellationToken);
        var (pictures, contents, paths, ids) = (
            await TextAsync(columns.Picture), await TextAsync(columns.Content), await TextAsync(columns.Path),
            await TextAsync(columns.Id));
        var values = new List<AttributeValue?[]>();
        foreach (var (column, _, _) in columns.Attributes)
            values.Add(await ParquetColumn.ReadValuesAsync(group, fields[column], rows, cancellationToken));
        return (row, number) =>
        {
            var (picture, _) = HistoryColumns.PictureOf(
                ParquetTable.At(pictures, row), ParquetTable.At(contents, row), ParquetTable.At(paths, row));
            var ownId = ParquetTable.At(ids, row);
            return new AttributeRecord(
                number, picture, string.IsNullOrEmpty(ownId) ? null : ownId,
                [
                    .. columns.Attributes.Select((attribute, i) => values[i][row] is { } value
                        ? Typed(attribute.Name, attribute.Type ?? value.Type, value, number)
                        : new AttributeField(attribute.Name, Value: null)),
                ]);
        };
    }
}
