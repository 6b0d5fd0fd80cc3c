using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kindred.Server.Api;

/// <summary>Says what is wrong with a body of JSON, and what may stand there.</summary>
internal static partial class BodyFaults
{
    /// <summary>What is wrong, in one sentence.</summary>
    /// <param name="json">What reading it came to.</param>
    /// <param name="endpoint">The route it was sent to.</param>
    /// <param name="services">Know how the API reads JSON.</param>
    public static string Describe(JsonException json, Endpoint? endpoint, IServiceProvider services) => json switch
    {
        // Only where the text is no JSON at all is there an inner exception, and a place in the text.
        { InnerException: JsonException, LineNumber: { } line, BytePositionInLine: { } position } =>
            $"The body is not valid JSON: see line {line + 1}, byte {position + 1}.",
        // The serializer has no other sign for it.
        { Path: { Length: > 1 } path, Message: var message } when message.Contains("could not be mapped", StringComparison.Ordinal) =>
            DescribeUnknown(path, endpoint, services),
        { Path: { Length: > 1 } path } => Find(path, endpoint, services) is { } field && AllowedValues.Of(field.Type) is { } allowed
            ? $"The body has the wrong shape: see {path}; it must be {allowed}."
            : $"The body has the wrong shape: see {path}.",
        _ => "The body has the wrong shape; see /scalar for what is expected.",
    };

    private static string DescribeUnknown(string path, Endpoint? endpoint, IServiceProvider services)
    {
        var end = path.LastIndexOf('.');
        if (end < 0 || Find(path[..end], endpoint, services) is not { } owner)
            return $"There is no field {path.TrimStart('$', '.')}; see /scalar for those there are.";
        var sentence = AllowedNames.Describe("field", path[(end + 1)..], [.. owner.Properties.Select(property => property.Name)]);
        return end == 1 ? sentence : $"{path[..end]}: {sentence}";
    }

    /// <summary>What the API knows of the value at a path; <see langword="null"/> where it knows nothing.</summary>
    private static JsonTypeInfo? Find(string path, Endpoint? endpoint, IServiceProvider services)
    {
        if (endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type)
            return null;
        var options = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var info = options.GetTypeInfo(type);
        foreach (Match step in Steps().Matches(path))
        {
            var next = step.Groups["field"] is { Success: true } field
                ? info.Properties.FirstOrDefault(property => string.Equals(property.Name, field.Value, StringComparison.OrdinalIgnoreCase))
                    ?.PropertyType
                : info.ElementType;
            if (next is null)
                return null;
            info = options.GetTypeInfo(next);
        }

        return info;
    }

    [GeneratedRegex(@"\.(?<field>[^.\[\]]+)|\[\d+\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Steps();
}
