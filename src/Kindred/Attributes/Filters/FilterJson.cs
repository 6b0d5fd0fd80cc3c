using System.Text.Json;

namespace Kindred.Attributes.Filters;

/// <summary>
/// Reads a filter written as JSON. An object holds where all of its members do: <c>and</c> and <c>or</c> have a list of filters, <c>not</c>
/// one; any other name is an attribute, with a value it equals, a list it is in, or an object of <c>eq ne lt lte gt gte in</c>.
/// </summary>
internal static class FilterJson
{
    /// <summary>Reads a filter.</summary>
    /// <exception cref="KindredException">It cannot be understood; says where and why.</exception>
    public static FilterNode Read(JsonElement filter) => Read(filter, "$", 0);

    private static FilterNode Read(JsonElement filter, string place, int depth)
    {
        if (depth > FilterParser.MostNested)
            throw FilterFault.At(place, $"filters are nested more than {FilterParser.MostNested} deep");
        if (filter.ValueKind != JsonValueKind.Object)
            throw FilterFault.At(place, "an object is expected here, such as {\"inStock\": true}");
        FilterNode[] parts = [.. filter.EnumerateObject().Select(member => Member(member, $"{place}.{member.Name}", depth))];
        return parts.Length switch
        {
            0 => throw FilterFault.At(place, "the object is empty; give it a member such as \"inStock\": true"),
            1 => parts[0],
            _ => new AndNode(place, parts),
        };
    }

    private static FilterNode Member(JsonProperty member, string place, int depth)
    {
        switch (member.Name)
        {
            case "not":
                return new NotNode(place, Read(member.Value, place, depth + 1));
            case "and" or "or":
                if (member.Value.ValueKind != JsonValueKind.Array || member.Value.GetArrayLength() == 0)
                    throw FilterFault.At(place, "a list of filters is expected here");
                FilterNode[] parts =
                [
                    .. member.Value.EnumerateArray().Select((part, i) => Read(part, $"{place}[{i}]", depth + 1)),
                ];
                return member.Name == "and" ? new AndNode(place, parts) : new OrNode(place, parts);
        }

        if (member.Value.ValueKind == JsonValueKind.Array)
            return new InNode(place, member.Name, Literals(member.Value, place));
        if (member.Value.ValueKind != JsonValueKind.Object)
            return new ComparisonNode(place, member.Name, ComparisonOperator.Equal, Literal(member.Value, place));
        FilterNode[] conditions =
        [
            .. member.Value.EnumerateObject().Select(condition => Condition(member.Name, condition, $"{place}.{condition.Name}")),
        ];
        return conditions.Length == 0
            ? throw FilterFault.At(place, "the object is empty; give it one of eq, ne, lt, lte, gt, gte, in")
            : new AndNode(place, conditions);
    }

    private static FilterNode Condition(string name, JsonProperty condition, string place)
    {
        if (condition.Name == "in")
            return new InNode(place, name, Literals(condition.Value, place));
        return ComparisonOperators.OfWord(condition.Name) is { } comparison
            ? new ComparisonNode(place, name, comparison, Literal(condition.Value, place))
            : throw FilterFault.At(place, "one of eq, ne, lt, lte, gt, gte, in is expected here");
    }

    private static FilterLiteral[] Literals(JsonElement list, string place) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray().Select((value, i) => Literal(value, $"{place}[{i}]"))]
            : throw FilterFault.At(place, "a list of values is expected here");

    private static FilterLiteral Literal(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.String => new FilterLiteral(place, value.GetString()!, Value: null), // A string is never null.
        JsonValueKind.True or JsonValueKind.False =>
            new FilterLiteral(place, value.GetBoolean() ? "true" : "false", AttributeValue.Of(value.GetBoolean())),
        JsonValueKind.Number when value.GetDouble() is var number && double.IsFinite(number) =>
            new FilterLiteral(place, value.GetRawText(), AttributeValue.Of(number)),
        _ => throw FilterFault.At(place, "a value is expected here: a number, true, false or a text"),
    };
}
