using System.Globalization;
using System.Runtime.CompilerServices;
using Kindred.Images.Records;
using Kindred.Interactions;
using Kindred.Interactions.Batches;
using nietras.SeparatedValues;

namespace Kindred.Cli.Histories;

/// <summary>
/// Interactions of many users as CSV with a header; what separates fields is told from the header: a comma, semicolon, tab or bar.
/// </summary>
internal static class HistoryCsv
{
    private const int LongestPooled = 128;
    private const int PooledPerColumn = 1 << 16;

    public static async IAsyncEnumerable<InteractionRecord> ReadAsync(
        TextReader text, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Users, pictures and kinds come again and again: their texts are shared.
        using var reader = await Sep.Reader(options => options with
        {
            Unescape = true,
            DisableColCountCheck = true,
            CultureInfo = CultureInfo.InvariantCulture,
            CreateToString = SepToString.PoolPerCol(LongestPooled, 1024, PooledPerColumn),
        }).FromAsync(text, cancellationToken);
        if (reader.IsEmpty)
            throw new BrokenRecordException(1, "there is no header");
        var names = reader.Header.ColNames;
        var columns = HistoryColumns.Find(names, number: 1);
        while (await reader.MoveNextAsync(cancellationToken))
        {
            if (!IsBlank(reader.Current))
                yield return Read(reader.Current, columns, names.Count);
        }
    }

    public static async Task<int> WriteAsync(
        IAsyncEnumerable<Interaction> interactions, Stream file, char separator, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
        await using var writer = Sep.New(separator).Writer(options => options with { Escape = true }).To(text);
        await foreach (var interaction in interactions.WithCancellation(cancellationToken))
        {
            Write(writer, interaction);
            count++;
        }

        if (count == 0)
            await text.WriteLineAsync(string.Join(separator, HistoryColumns.Exported));
        return count;
    }

    private static void Write(SepWriter writer, Interaction interaction)
    {
        using var row = writer.NewRow();
        row["user"].Set(interaction.User);
        row["kind"].Set(interaction.Kind.Name);
        row["content"].Set(interaction.Content.ToString());
        row["path"].Set(interaction.Name);
        row["weight"].Set(interaction.Weight.ToString("R", CultureInfo.InvariantCulture));
        row["time"].Set(InteractionTime.Format(interaction.Time));
    }

    private static bool IsBlank(SepReader.Row row) => row.ColCount == 1 && row[0].Span.IsWhiteSpace();

    private static InteractionRecord Read(SepReader.Row row, HistoryColumns columns, int count)
    {
        var number = row.LineNumberFrom;
        if (row.ColCount != count)
        {
            throw new BrokenRecordException(
                number, string.Create(CultureInfo.InvariantCulture, $"it has {row.ColCount} fields, where the header has {count}"));
        }

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
}
