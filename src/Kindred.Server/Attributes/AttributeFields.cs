using System.Text.Json;
using Kindred.Attributes;
using Kindred.Attributes.Records;
using Kindred.Images.Records;

namespace Kindred.Server.Attributes;

/// <summary>Reads what a request says of one picture.</summary>
internal static class AttributeFields
{
    /// <summary>Values by the names of attributes.</summary>
    /// <param name="number">The number of the record that they are of; faults name it.</param>
    /// <param name="values">The values as they were sent, if any were.</param>
    /// <exception cref="BrokenRecordException">One is no value, or is there twice.</exception>
    public static IReadOnlyList<AttributeField> Read(int number, IReadOnlyDictionary<string, JsonElement>? values)
    {
        var fields = new List<AttributeField>();
        foreach (var (name, element) in values ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal))
        {
            var (value, isValue) = AttributeJson.Read(element);
            if (!isValue)
                throw new BrokenRecordException(number, $"{name} must be a text, a number, true, false, a list of texts or null");
            if (fields.Exists(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)))
                throw new BrokenRecordException(number, $"it has {name} twice");
            fields.Add(new AttributeField(name, value));
        }

        return fields;
    }
}
