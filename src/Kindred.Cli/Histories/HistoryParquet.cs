using Kindred.Interactions;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Histories;

/// <summary>Writes interactions of many users as a Parquet table, a group of rows after the other.</summary>
internal static class HistoryParquet
{
    private const int RowsPerGroup = 1 << 17;

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
}
