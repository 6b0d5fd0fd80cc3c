using System.Globalization;
using System.Runtime.CompilerServices;
using Kindred.Images.Records;
using nietras.SeparatedValues;

namespace Kindred.Cli.Tables;

/// <summary>Makes a record of a row of CSV.</summary>
/// <param name="row">The row; holds for this call.</param>
/// <param name="number">Number of the line that it begins in.</param>
internal delegate T CsvRow<out T>(SepReader.Row row, int number);

/// <summary>CSV with a header; what separates fields is told from the header: a comma, semicolon, tab or bar.</summary>
internal static class CsvTable
{
    private const int LongestPooled = 128;
    private const int PooledPerColumn = 1 << 16;

    /// <summary>Reads rows.</summary>
    /// <param name="text">The file.</param>
    /// <param name="bind">Makes of the columns' names what reads a row.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="BrokenRecordException">There is no header, or a row has another number of fields.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        TextReader text, Func<IReadOnlyList<string>, CsvRow<T>> bind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Users, pictures, brands and the like come again and again: their texts are shared.
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
        var read = bind(names);
        while (await reader.MoveNextAsync(cancellationToken))
        {
            if (!IsBlank(reader.Current))
                yield return Read(reader.Current, read, names.Count);
        }
    }

    private static bool IsBlank(SepReader.Row row) => row.ColCount == 1 && row[0].Span.IsWhiteSpace();

    private static T Read<T>(SepReader.Row row, CsvRow<T> read, int count)
    {
        var number = row.LineNumberFrom;
        return row.ColCount == count ? read(row, number) : throw new BrokenRecordException(
            number, string.Create(CultureInfo.InvariantCulture, $"it has {row.ColCount} fields, where the header has {count}"));
    }
}
