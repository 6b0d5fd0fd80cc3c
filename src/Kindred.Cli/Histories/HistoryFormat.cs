namespace Kindred.Cli.Histories;

/// <summary>What a file of interactions is, by the end of its name.</summary>
internal enum HistoryFormat
{
    Csv,
    JsonLines,
    Parquet,
}

/// <summary>Tells formats apart.</summary>
internal static class HistoryFormats
{
    /// <summary>All ends of names, for messages.</summary>
    public const string Ends = ".csv, .tsv, .jsonl or .parquet";

    /// <summary>The format of a file; <see langword="null"/> where its name has another end.</summary>
    public static HistoryFormat? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" => HistoryFormat.Csv,
        ".jsonl" or ".ndjson" => HistoryFormat.JsonLines,
        ".parquet" => HistoryFormat.Parquet,
        _ => null,
    };
}
