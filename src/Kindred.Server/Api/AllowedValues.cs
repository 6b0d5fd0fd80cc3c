using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Kindred.Interactions;

namespace Kindred.Server.Api;

/// <summary>Says what a parameter or a field may be, in words.</summary>
internal static class AllowedValues
{
    /// <summary>What a parameter may be; <see langword="null"/> where its type says nothing.</summary>
    public static string? Of(ParameterInfo parameter) =>
        Of(parameter.ParameterType) is { } kind ? kind + In(parameter.GetCustomAttribute<RangeAttribute>()) : null;

    /// <summary>What a value of a type may be; <see langword="null"/> where the type says nothing.</summary>
    public static string? Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Named<>))
            type = type.GetGenericArguments()[0];
        return type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(string) => "a text",
            _ when type == typeof(DateTimeOffset) => "a time such as 2026-11-24T08:00:00Z",
            _ when type == typeof(InteractionKind) => "like, dislike, seen, or an event: view, cart, purchase, or another in small letters",
            _ => null,
        };
    }

    private static string In(RangeAttribute? range) => range switch
    {
        null => "",
        { Maximum: int.MaxValue } => string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum}"),
        _ => string.Create(CultureInfo.InvariantCulture, $" from {range.Minimum} to {range.Maximum}"),
    };
}
