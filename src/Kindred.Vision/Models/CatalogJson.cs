using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Vision.Models;

/// <summary>The JSON form of the catalog and of recipes.</summary>
internal static class CatalogJson
{
    // Unknown properties are errors, because a misspelled one would be ignored silently. The serializer generated at build time is
    // not used: it overwrites the defaults of init-only properties.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string Write(ModelRecipe recipe) => JsonSerializer.Serialize(recipe, Options);

    /// <summary>Reads a value that must be there.</summary>
    /// <param name="json">JSON text.</param>
    /// <param name="source">What to call the text in messages.</param>
    /// <exception cref="KindredException">It is not JSON of that form.</exception>
    public static T Read<T>(string json, string source)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new KindredException($"{source} is empty.");
        }
        catch (JsonException exception)
        {
            throw new KindredException($"{source} cannot be used: {Explain(exception)}", exception);
        }
    }

    /// <summary>The library's message in one line, without its own position suffix repeated.</summary>
    private static string Explain(JsonException exception)
    {
        var message = exception.Message;
        var suffix = message.IndexOf(" Path:", StringComparison.Ordinal);
        if (suffix > 0)
            message = message[..suffix];
        return exception.Path is { Length: > 1 } path
            ? $"{message} (at {path}, line {exception.LineNumber + 1})"
            : $"{message} (line {exception.LineNumber + 1})";
    }
}

/// <summary>The catalog as it stands in the file.</summary>
internal sealed record CatalogFile
{
    public required IReadOnlyList<ModelWeights> Weights { get; init; }

    public required IReadOnlyList<ModelRecipe> Models { get; init; }

    public IReadOnlyList<CombinedModel> Combined { get; init; } = [];
}
