using System.Globalization;
using System.Text.Json;

namespace Kindred.Abuse.Http.Api;

/// <summary>Values for parameters, made of their schemas: good ones, at the bounds and beyond them, and of other types.</summary>
internal static class ParameterSamples
{
    /// <summary>A lone byte of UTF-8, which no text can have: it stands for itself, encoded as it is.</summary>
    public const string InvalidUtf8 = "\uFFFF";

    private const int MostCharacters = 7_000;

    private static readonly string[] Texts =
    [
        "", " ", "a", "0", "-1", "1.5", "null", "true", "9223372036854775807", "9223372036854775808",
        "-9223372036854775809", "NaN", "1e999", "nothing-like-this", "id:", "id:nothing", "id:id:1",
        "../../etc/passwd", "..", ".", "%", "%00", "%2F", "a/b", "a\\b", "\0", "a\0b",
        "\r\nX-Injected: 1", "\t", "'; DROP TABLE images; --", "\" OR 1=1", "<script>alert(1)</script>", "{}", "[]", "{\"a\":1}",
        "((((((((((",
        "not not not not a", "a = 1 and b = 2 or (c > 3)", "price <", "price < 'a'", "price in (1, 2", "\"unclosed", "#12345", "#ff0000",
        "#FF00", "é", "e\u0301", "\u202Etxt.exe", "\u200B", "🛋️🪑", "İ", "ﬀ", "\uFEFF", "\uD83D\uDECB", InvalidUtf8,
        "5f0c0000000000000000000000000000000000000000000000000000000000aa", "１２", "٣", "+1", "0x10", "1_000", "1,000",
    ];

    /// <summary>Good values for a parameter; the first is the plainest.</summary>
    public static IReadOnlyList<Sample> Good(string name, JsonElement schema, KnownValues known)
    {
        if (known.Find(name) is { } there)
            return name is "id" or "picture" ? [.. known.Pictures.Select(picture => new Sample(picture, true))] : [new(there, true)];
        if (schema.TryGetProperty("enum", out var values))
            return [.. values.EnumerateArray().Select(value => new Sample(value.GetString() ?? "null", true))];
        return TypeOf(schema) switch
        {
            "integer" => [new("1", true), .. Bounds(schema, 0)],
            "number" => [new("0.5", true), .. Bounds(schema, 0)],
            "boolean" => [new("true", true), new("false", true)],
            _ => [new("a", null)],
        };
    }

    /// <summary>Every value for a parameter, also those that are none.</summary>
    public static IEnumerable<Sample> All(string name, JsonElement schema, KnownValues known)
    {
        foreach (var good in Good(name, schema, known))
            yield return good;
        foreach (var text in Texts)
            yield return new Sample(text, Judge(text, schema));
        foreach (var beyond in Bounds(schema, 1))
            yield return beyond;
        yield return new Sample(new string('a', MostCharacters), Judge(new string('a', MostCharacters), schema));
        yield return new Sample(new string('9', 400), Judge(new string('9', 400), schema));
        if (!schema.TryGetProperty("maxLength", out var longest))
            yield break;
        yield return new Sample(new string('x', longest.GetInt32()), null);
        yield return new Sample(new string('x', longest.GetInt32() + 1), false);
    }

    /// <summary>A value as it stands in an address.</summary>
    public static string Encode(string text) =>
        text == InvalidUtf8 ? "%FF%C3%28" : string.Concat(text.EnumerateRunes().Select(rune => Uri.EscapeDataString(rune.ToString())));

    private static IEnumerable<Sample> Bounds(JsonElement schema, int beyond)
    {
        if (schema.TryGetProperty("minimum", out var least))
            yield return new Sample(Number(least.GetDouble() - beyond), beyond == 0);
        if (schema.TryGetProperty("maximum", out var most))
            yield return new Sample(Number(most.GetDouble() + beyond), beyond == 0);
    }

    /// <summary>Only what is clearly wrong: how generously a number may be written is nothing a schema says.</summary>
    private static bool? Judge(string text, JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out _))
            return text is "nothing-like-this" or "-1" or "1.5" ? false : null;
        if (schema.TryGetProperty("maxLength", out var longest) && text.Length > longest.GetInt32())
            return false;
        return TypeOf(schema) switch
        {
            "integer" when text is "nothing-like-this" or "1.5" or "NaN" or "{}" or "a" or "9223372036854775808" or "0x10" => false,
            "integer" when text.Length >= 400 => false,
            "number" when text is "nothing-like-this" or "NaN" or "{}" or "a" or "1e999" => false,
            "boolean" when text is "nothing-like-this" or "-1" or "{}" or "a" => false,
            _ => null,
        };
    }

    private static string? TypeOf(JsonElement schema) =>
        schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
