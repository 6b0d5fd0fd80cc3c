using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kindred.Cli.Output;
using Kindred.Galleries;
using Kindred.Search;

namespace Kindred.Cli.Neighbors;

/// <summary>
/// Writes neighbor lists: one row for each picture and rank, ranks from 1, in the gallery's order. Columns <c>path</c>, <c>rank</c>,
/// <c>neighbor</c>, <c>distance</c>, <c>score</c>. The file appears under its name when it is whole.
/// </summary>
internal static class NeighborFile
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsSupported(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".jsonl" or ".parquet";

    public static Task WriteAsync(string path, Gallery gallery, Neighbor[][] lists, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(path, file => Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => WriteCsvAsync(file, gallery, lists, cancellationToken),
            ".jsonl" => WriteJsonLinesAsync(file, gallery, lists, cancellationToken),
            _ => NeighborParquet.WriteAsync(file, gallery, lists, cancellationToken),
        });

    private static async Task WriteCsvAsync(Stream file, Gallery gallery, Neighbor[][] lists, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await writer.WriteAsync("path,rank,neighbor,distance,score\n".AsMemory(), cancellationToken);
        var line = new StringBuilder();
        for (var id = 0; id < lists.Length; id++)
        {
            line.Clear();
            for (var i = 0; i < lists[id].Length; i++)
            {
                var neighbor = lists[id][i];
                line.Append(Quote(gallery.Images[id].Path)).Append(',').Append(i + 1).Append(',')
                    .Append(Quote(gallery.Images[neighbor.Id].Path)).Append(',')
                    .Append(neighbor.Distance).Append(',').Append(neighbor.Score(gallery.Stamp.Metric)).Append('\n');
            }

            await writer.WriteAsync(line, cancellationToken);
        }
    }

    private static async Task WriteJsonLinesAsync(Stream file, Gallery gallery, Neighbor[][] lists, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(file, Json);
        for (var id = 0; id < lists.Length; id++)
        {
            for (var i = 0; i < lists[id].Length; i++)
            {
                var neighbor = lists[id][i];
                writer.WriteStartObject();
                writer.WriteString("path", gallery.Images[id].Path);
                writer.WriteNumber("rank", i + 1);
                writer.WriteString("neighbor", gallery.Images[neighbor.Id].Path);
                writer.WriteNumber("distance", neighbor.Distance);
                writer.WriteNumber("score", neighbor.Score(gallery.Stamp.Metric));
                writer.WriteEndObject();
                await writer.FlushAsync(cancellationToken);
                writer.Reset();
                file.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>A field as RFC 4180 wants it.</summary>
    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
