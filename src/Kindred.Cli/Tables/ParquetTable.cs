using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace Kindred.Cli.Tables;

/// <summary>A Parquet table, a group of rows after the other.</summary>
internal static class ParquetTable
{
    /// <summary>Reads rows.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">Told how many rows there are.</param>
    /// <param name="bind">Makes of the columns what reads a group: it gives back what makes a record of a row of the group.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Stream file, Action<long> count, Func<IReadOnlyList<DataField>, ReadGroup<T>> bind,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken);
        count(reader.Metadata?.NumRows ?? 0);
        var readGroup = bind(reader.Schema.DataFields);
        var number = 0;
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var rows = checked((int)group.RowCount);
            var read = await readGroup(group, rows, cancellationToken);
            for (var row = 0; row < rows; row++)
                yield return read(row, ++number);
        }
    }

    /// <summary>The value of a row; none where there is no such column.</summary>
    public static T? At<T>(T?[] column, int row) => column.Length == 0 ? default : column[row];

    /// <summary>Reads the columns of a group.</summary>
    public delegate Task<Func<int, int, T>> ReadGroup<T>(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken);
}
