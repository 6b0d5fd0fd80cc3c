using System.Globalization;
using Kindred.Attributes;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Tables;

/// <summary>Reads columns of Parquet as texts or numbers, whatever type they have.</summary>
internal static class ParquetColumn
{
    /// <summary>Reads a column of texts, whole numbers or times; nothing where there is no such column.</summary>
    /// <exception cref="BrokenRecordException">It is of another type.</exception>
    public static async Task<string?[]> ReadTextAsync(
        ParquetRowGroupReader group, DataField? field, int rows, CancellationToken cancellationToken)
    {
        if (field is null)
            return [];
        if (field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string))
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellationToken);
            return texts;
        }

        return field.ClrType switch
        {
            { } type when type == typeof(long) => await TextsAsync<long>(value => value.ToString(CultureInfo.InvariantCulture)),
            { } type when type == typeof(int) => await TextsAsync<int>(value => value.ToString(CultureInfo.InvariantCulture)),
            { } type when type == typeof(DateTime) => await TextsAsync<DateTime>(Format),
            _ => throw Unusable(field, "a text, a whole number or a time"),
        };

        async Task<string?[]> TextsAsync<T>(Func<T, string> format)
            where T : struct =>
            Array.ConvertAll(
                await ReadAsync<T>(group, field, rows, cancellationToken), value => value is { } there ? format(there) : null);
    }

    /// <summary>Reads a column of numbers; nothing where there is no such column.</summary>
    /// <exception cref="BrokenRecordException">It is of another type.</exception>
    public static async Task<double?[]> ReadNumberAsync(
        ParquetRowGroupReader group, DataField? field, int rows, CancellationToken cancellationToken)
    {
        if (field is null)
            return [];
        return field.ClrType switch
        {
            { } type when type == typeof(double) => await ReadAsync<double>(group, field, rows, cancellationToken),
            { } type when type == typeof(float) => await NumbersAsync<float>(value => value),
            { } type when type == typeof(long) => await NumbersAsync<long>(value => value),
            { } type when type == typeof(int) => await NumbersAsync<int>(value => value),
            { } type when type == typeof(short) => await NumbersAsync<short>(value => value),
            { } type when type == typeof(sbyte) => await NumbersAsync<sbyte>(value => value),
            { } type when type == typeof(byte) => await NumbersAsync<byte>(value => value),
            _ => throw Unusable(field, "a number"),
        };

        async Task<double?[]> NumbersAsync<T>(Func<T, double> convert)
            where T : struct =>
            Array.ConvertAll(
                await ReadAsync<T>(group, field, rows, cancellationToken), value => value is { } there ? convert(there) : (double?)null);
    }

    /// <summary>Reads a column of texts, numbers, booleans, times or lists of texts as values.</summary>
    /// <exception cref="BrokenRecordException">It is of another type.</exception>
    public static async Task<AttributeValue?[]> ReadValuesAsync(
        ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        var isText = field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string);
        if (field.MaxRepetitionLevel > 0 || field.IsArray)
            return isText ? await ReadTagsAsync(group, field, rows, cancellationToken) : throw Unusable(field, "a list of texts");
        if (field.ClrType == typeof(bool))
        {
            return Array.ConvertAll(
                await ReadAsync<bool>(group, field, rows, cancellationToken),
                value => value is { } there ? AttributeValue.Of(there) : (AttributeValue?)null);
        }

        if (isText || field.ClrType == typeof(DateTime))
        {
            return Array.ConvertAll(
                await ReadTextAsync(group, field, rows, cancellationToken),
                value => value is { } there ? AttributeValue.Of(there) : (AttributeValue?)null);
        }

        return Array.ConvertAll(
            await ReadNumberAsync(group, field, rows, cancellationToken),
            value => value is { } there && double.IsFinite(there) ? AttributeValue.Of(there) : (AttributeValue?)null);
    }

    /// <summary>
    /// Reads lists of texts. A row begins where nothing is repeated; a text is there where a definition reaches its highest level, and no
    /// list is there where it is at its lowest.
    /// </summary>
    private static async Task<AttributeValue?[]> ReadTagsAsync(
        ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        var entries = checked((int)(group.GetMetadata(field)?.MetaData?.NumValues ?? 0));
        var (texts, definitions, repetitions) = (new ReadOnlyMemory<char>[entries], new int[entries], new int[entries]);
        await group.ReadRawAsync(field, texts.AsMemory(), definitions, repetitions, cancellationToken);
        var values = new AttributeValue?[rows];
        var tags = new List<string>();
        var (row, next) = (-1, 0);
        for (var i = 0; i < repetitions.Length; i++)
        {
            if (repetitions[i] == 0)
            {
                Complete();
                row++;
                tags.Clear();
                values[row] = definitions[i] == 0 ? null : AttributeValue.Of([]);
            }

            if (definitions[i] == field.MaxDefinitionLevel)
                tags.Add(texts[next++].ToString());
        }

        Complete();
        return values;

        void Complete()
        {
            if (tags.Count > 0)
                values[row] = AttributeValue.Of(tags);
        }
    }

    private static async Task<T?[]> ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
        where T : struct
    {
        if (field.IsNullable)
        {
            var values = new T?[rows];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken);
            return values;
        }

        var all = new T[rows];
        await group.ReadAsync<T>(field, all.AsMemory(), cancellationToken: cancellationToken);
        return Array.ConvertAll(all, value => (T?)value);
    }

    /// <summary>Times of tables have no offset, or are in UTC.</summary>
    private static string Format(DateTime time) =>
        InteractionTime.Format(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)));

    private static BrokenRecordException Unusable(DataField field, string wanted) =>
        new(1, $"the column {field.Name} must be {wanted}, not {field.ClrType.Name}");
}
