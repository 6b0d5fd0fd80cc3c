using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Libraries;

namespace Kindred.Benchmarks.Plots;

/// <summary>What plots need of a line that a measurement printed.</summary>
internal sealed record Measurement
{
    public required string Table { get; init; }

    public string Library { get; init; } = "";

    public string Method { get; init; } = "";

    public string? Precision { get; init; }

    public string? Data { get; init; }

    public int Vectors { get; init; }

    public int Threads { get; init; }

    public int? Ef { get; init; }

    /// <summary>Recall@10, of lines that have one.</summary>
    public double? Recall { get; init; }

    /// <summary>Seconds for a query in each round; a single number in tables that are not drawn.</summary>
    [JsonConverter(typeof(SecondsConverter))]
    public IReadOnlyList<double> Seconds { get; init; } = [];

    /// <summary>Reads a file of lines.</summary>
    public static IReadOnlyList<Measurement> Read(string path) =>
        [
            .. File.ReadLines(path).Where(line => line.Length > 0)
                .Select(line => JsonSerializer.Deserialize<Measurement>(line, JsonSerializerOptions.Web)!), // A line is an object.
        ];

    private sealed class SecondsConverter : JsonConverter<IReadOnlyList<double>>
    {
        public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number
                ? [reader.GetDouble()]
                : JsonSerializer.Deserialize<double[]>(ref reader, options) ?? [];

        public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
