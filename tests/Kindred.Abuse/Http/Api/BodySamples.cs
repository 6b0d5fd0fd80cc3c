using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kindred.Abuse.Http.Api;

/// <summary>Bodies of JSON, made of a schema: a good one, and all that are wrong in one place.</summary>
/// <param name="document">Has the schemas that are referred to.</param>
/// <param name="known">What is there.</param>
internal sealed class BodySamples(ApiDocument document, KnownValues known)
{
    private static readonly string[] Others =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "-1e999", "9223372036854775808", "-2147483649", "1E-400", "\"\"", "\" \"",
        "\"nothing-like-this\"", "\"\\u0000\"", "\"\\ud800\"", "\"a\\nb\"", "\"🛋️\"", "\"../../etc/passwd\"",
        "\"id:nothing\"", "[]", "[null]", "[[]]",
        "{}", "{\"a\":{}}",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"2026-02-30T00:00:00Z\"", "\"NaN\"", "01", "+1", "'a'",
    ];

    /// <summary>A good body; required fields alone, or all.</summary>
    public JsonNode? Good(JsonElement schema, bool all, string name = "")
    {
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
            return Good(choices.EnumerateArray().Last(), all, name);
        if (schema.TryGetProperty("enum", out var values))
            return JsonNode.Parse(values[0].GetRawText());
        if (schema.TryGetProperty("properties", out var properties))
        {
            var made = new JsonObject();
            foreach (var property in properties.EnumerateObject())
            {
                if (all || IsRequired(schema, property.Name))
                    made[property.Name] = Good(property.Value, all, property.Name);
            }

            return made;
        }

        var types = TypesOf(schema);
        return types.FirstOrDefault(type => type != "null") switch
        {
            "array" => new JsonArray(Good(schema.GetProperty("items"), all, name)),
            "integer" when name is "keep" or "move" => JsonValue.Create(long.Parse(known.Pictures[0], provider: null)),
            "integer" => JsonValue.Create(5),
            "number" => JsonValue.Create(0.5),
            "boolean" => JsonValue.Create(false),
            "object" => new JsonObject { ["price"] = 199, ["inStock"] = true, ["tags"] = new JsonArray("a", "b") },
            null => JsonValue.Create(known.Find(name) ?? "a"),
            _ => name is "folder" or "ownId" ? null : JsonValue.Create(known.Find(name) ?? "a"),
        };
    }

    /// <summary>Bodies with one thing of their own: a field left out, another value in one place, or a field that there is not.</summary>
    public IEnumerable<Sample> Altered(JsonElement schema)
    {
        var good = Good(schema, all: true);
        foreach (var (path, place) in Places(schema, good, []))
        {
            foreach (var other in Others)
                yield return new Sample(Replace(good, path, other), Judge(other, place));
            yield return new Sample(Replace(good, path, $"\"{new string('a', 100_000)}\""), null);
            yield return new Sample(Replace(good, path, new string('[', 60) + new string(']', 60)), null);
            foreach (var count in (int[])[501, 2_001, 10_001])
                yield return new Sample(Replace(good, path, $"[{string.Join(',', Enumerable.Repeat("\"1\"", count))}]"), null);
        }

        if (good is not JsonObject fields)
            yield break;
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
            schema = document.Resolve(choices.EnumerateArray().Last());
        foreach (var name in fields.Select(field => field.Key))
        {
            var without = (JsonObject)fields.DeepClone();
            without.Remove(name);
            yield return new Sample(without.ToJsonString(), IsRequired(schema, name) ? false : null);
        }

        var more = (JsonObject)fields.DeepClone();
        more["nothingLikeThis"] = 1;
        yield return new Sample(more.ToJsonString(), false);
    }

    private static bool IsRequired(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(one => one.GetString() == name);

    private static string?[] TypesOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return [];
        return type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString())] : [type.GetString()];
    }

    /// <summary>All places in a body, with their schemas.</summary>
    private IEnumerable<(object[] Path, JsonElement Schema)> Places(JsonElement schema, JsonNode? value, object[] path)
    {
        yield return (path, schema);
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
            schema = document.Resolve(choices.EnumerateArray().Last());
        if (value is JsonObject fields && schema.TryGetProperty("properties", out var properties))
        {
            foreach (var (name, field) in fields)
            {
                foreach (var place in Places(properties.GetProperty(name), field, [.. path, name]))
                    yield return place;
            }
        }
        else if (value is JsonArray list && schema.TryGetProperty("items", out var items))
        {
            foreach (var place in Places(items, list[0], [.. path, 0]))
                yield return place;
        }
    }

    /// <summary>A body with other text in one place, which need not be JSON.</summary>
    private static string Replace(JsonNode? good, object[] path, string other)
    {
        if (path.Length == 0)
            return other;
        const string Mark = "here it goes";
        var copy = good!.DeepClone(); // What has places is not null.
        // The path is of this body, so everything on it is there.
        var owner = path[..^1].Aggregate(copy, (node, step) => step is string name ? node[name]! : node[0]!);
        if (path[^1] is string last)
            owner[last] = Mark;
        else
            owner[0] = Mark;
        return copy.ToJsonString().Replace($"\"{Mark}\"", other, StringComparison.Ordinal);
    }

    /// <summary>Whether a value may stand in a place, as far as types decide.</summary>
    private bool? Judge(string json, JsonElement schema)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            // What is not one of an enumeration's names or is not documented may still be read generously; what has another type may not.
            var isOfAnotherType =
                document.Faults(value.RootElement, schema).Any(fault => fault.Contains(", not ", StringComparison.Ordinal));
            return isOfAnotherType ? false : null;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return null; // A half of a character, which is JSON but no text.
        }
    }
}
