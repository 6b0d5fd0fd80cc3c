using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>
/// The server's OpenAPI document: which operations there are, what they answer, and whether an answer has the shape that it says.
/// </summary>
internal sealed class ApiDocument(JsonElement root)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

    public JsonElement Root => root;

    /// <summary>Every operation.</summary>
    public IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => Methods.Contains(operation.Name, StringComparer.Ordinal))
            .Select(operation => new ApiOperation(operation.Name.ToUpperInvariant(), path.Name, operation.Value))),
    ];

    /// <summary>The operation that answers a request; <see langword="null"/> where none does.</summary>
    public ApiOperation? Find(string method, string path) =>
        Operations.FirstOrDefault(operation => operation.Method == method && operation.Matches(path));

    /// <summary>The schema that is meant where one refers to another.</summary>
    public JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]) // It is a string.
        : schema;

    /// <summary>What in a value is not as its schema says.</summary>
    public IEnumerable<string> Faults(JsonElement value, JsonElement schema, string at = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var attempts = choices.EnumerateArray().Select(choice => Faults(value, choice, at).ToArray()).ToArray();
            return attempts.Count(attempt => attempt.Length == 0) == 1 ? [] : attempts.MaxBy(attempt => attempt.Length) ?? [];
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
            return [$"{at} is {value.GetRawText()}, not one of {allowed.GetRawText()}"];
        if (!HasType(value, schema))
            return [$"{at} is {value.ValueKind}, not {schema.GetProperty("type").GetRawText()}"];
        return value.ValueKind switch
        {
            JsonValueKind.Object => ObjectFaults(value, schema, at),
            // What has no type may be anything.
            JsonValueKind.Array when !schema.TryGetProperty("type", out _) => [],
            JsonValueKind.Array => schema.TryGetProperty("items", out var items)
                ? value.EnumerateArray().SelectMany((item, i) => Faults(item, items, $"{at}[{i}]"))
                : [$"{at} is an array of what is not said"],
            JsonValueKind.String when schema.TryGetProperty("format", out var format) && format.GetString() == "date-time"
                && !value.TryGetDateTimeOffset(out _) => [$"{at} is no time"],
            _ => [],
        };
    }

    private static bool HasType(JsonElement value, JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return true;
        string?[] types = type.ValueKind == JsonValueKind.Array
            ? [.. type.EnumerateArray().Select(one => one.GetString())]
            : [type.GetString()];
        return value.ValueKind switch
        {
            JsonValueKind.Null => types.Contains("null"),
            JsonValueKind.Object => types.Contains("object"),
            JsonValueKind.Array => types.Contains("array"),
            JsonValueKind.String => types.Contains("string"),
            JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetInt64(out _)),
            _ => types.Contains("boolean"),
        };
    }

    private IEnumerable<string> ObjectFaults(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            var names = required.EnumerateArray().Select(name => name.GetString()!);
            foreach (var missing in names.Where(name => !value.TryGetProperty(name, out _)))
                yield return $"{at}.{missing} is missing";
        }

        foreach (var property in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(property.Name, out var named))
            {
                foreach (var fault in Faults(property.Value, named, $"{at}.{property.Name}"))
                    yield return fault;
            }
            else if (schema.TryGetProperty("additionalProperties", out var any) && any.ValueKind == JsonValueKind.Object)
            {
                foreach (var fault in Faults(property.Value, any, $"{at}.{property.Name}"))
                    yield return fault;
            }
            else
            {
                yield return $"{at}.{property.Name} is not documented";
            }
        }
    }
}
