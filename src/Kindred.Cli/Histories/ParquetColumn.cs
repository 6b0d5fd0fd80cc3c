using System.Globalization;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Histories;

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
