namespace Kindred.Cli.Tables;

/// <summary>Makes records of the rows of a table, whatever its format is.</summary>
internal interface ITableReader<T>
{
    /// <summary>Reads CSV.</summary>
    IAsyncEnumerable<T> ReadCsvAsync(TextReader text, CancellationToken cancellationToken);

    /// <summary>Reads JSON lines.</summary>
    IAsyncEnumerable<T> ReadJsonLinesAsync(TextReader text, CancellationToken cancellationToken);

    /// <summary>Reads Parquet.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">Told how many rows there are.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    IAsyncEnumerable<T> ReadParquetAsync(Stream file, Action<long> count, CancellationToken cancellationToken);
}
