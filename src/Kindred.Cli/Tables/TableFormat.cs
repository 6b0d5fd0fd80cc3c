namespace Kindred.Cli.Tables;

/// <summary>What a file with a table is, by the end of its name.</summary>
internal enum TableFormat
{
    Csv,
    JsonLines,
    Parquet,
}

/// <summary>Tells formats apart.</summary>
internal static class TableFormats
{
    /// <summary>All ends of names, for messages.</summary>
    public const string Ends = ".csv, .tsv, .jsonl or .parquet";

    /// <summary>The format of a file; <see langword="null"/> where its name has another end.</summary>
    public static TableFormat? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => TableFormat.Csv,
        ".jsonl" or ".ndjson" => TableFormat.JsonLines,
        ".parquet" => TableFormat.Parquet,
        _ => null,
    };
}
