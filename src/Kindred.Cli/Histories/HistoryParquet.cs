using System.Runtime.CompilerServices;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Histories;

/// <summary>Interactions of many users as a Parquet table, a group of rows after the other.</summary>
internal static class HistoryParquet
{
    private const int RowsPerGroup = 1 << 17;

    /// <summary>How many rows a file has.</summary>
    public static long CountRows(ParquetReader reader) => reader.Metadata?.NumRows ?? 0;

    public static async IAsyncEnumerable<InteractionRecord> ReadAsync(
        Stream file, Action<long> count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken);
        count(CountRows(reader));
        var fields = reader.Schema.DataFields;
        var columns = HistoryColumns.Find([.. fields.Select(field => field.Name)], number: 1);
        DataField? FieldAt(int column) => column < 0 ? null : fields[column];
        var number = 0;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var rows = checked((int)group.RowCount);
            Task<string?[]> TextAsync(int column) => ParquetColumn.ReadTextAsync(group, FieldAt(column), rows, cancellationToken);
            Task<double?[]> NumberAsync(int column) => ParquetColumn.ReadNumberAsync(group, FieldAt(column), rows, cancellationToken);
            var (users, pictures, contents, paths) = (
                await TextAsync(columns.User), await TextAsync(columns.Picture), await TextAsync(columns.Content),
                await TextAsync(columns.Path));
            var (kinds, times) = (await TextAsync(columns.Kind), await TextAsync(columns.Time));
            var (ratings, weights) = (await NumberAsync(columns.Rating), await NumberAsync(columns.Weight));
            for (var row = 0; row < rows; row++)
            {
                var (picture, name) = HistoryColumns.PictureOf(At(pictures, row), At(contents, row), At(paths, row));
                yield return new InteractionRecord(
                    ++number, At(users, row), picture, name, At(kinds, row), At(ratings, row), At(weights, row), At(times, row));
            }
        }
    }

    public static async Task<int> WriteAsync(
        IAsyncEnumerable<Interaction> interactions, Stream file, CancellationToken cancellationToken)
    {
        DataField[] texts = [.. HistoryColumns.Exported.Take(4).Select(name => new DataField<string>(name, nullable: false))];
        var weight = new DataField<double>("weight");
        var time = new DataField<string>("time", nullable: false);
        await using var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema([.. texts, weight, time]), file, cancellationToken: cancellationToken);
        var count = 0;
        var group = new List<Interaction>(RowsPerGroup);
        await foreach (var interaction in interactions.WithCancellation(cancellationToken))
        {
            group.Add(interaction);
            count++;
            if (group.Count == RowsPerGroup)
                await WriteGroupAsync();
        }

        if (group.Count > 0 || count == 0)
            await WriteGroupAsync();
        return count;

        async Task WriteGroupAsync()
        {
            using var rows = writer.CreateRowGroup();
            await rows.WriteAsync(texts[0], group.ConvertAll(row => row.User));
            await rows.WriteAsync(texts[1], group.ConvertAll(row => row.Kind.Name));
            await rows.WriteAsync(texts[2], group.ConvertAll(row => row.Content.ToString()));
            await rows.WriteAsync(texts[3], group.ConvertAll(row => row.Name));
            await rows.WriteAsync<double>(
                weight, group.ConvertAll(row => row.Weight).ToArray(), cancellationToken: cancellationToken);
            await rows.WriteAsync(time, group.ConvertAll(row => InteractionTime.Format(row.Time)));
            rows.CompleteValidate();
            group.Clear();
        }
    }

    private static T? At<T>(T?[] column, int row) => column.Length == 0 ? default : column[row];
}
