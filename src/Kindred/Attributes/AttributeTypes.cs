namespace Kindred.Attributes;

/// <summary>The names of types.</summary>
internal static class AttributeTypes
{
    private static readonly string[] Names = ["text", "number", "boolean", "tags"];

    /// <summary>The type's name.</summary>
    public static string NameOf(AttributeType type) => Names[(int)type];

    /// <summary>The type of a name, in small letters; <see langword="null"/> where none has it.</summary>
    public static AttributeType? Of(string name) => Array.IndexOf(Names, name) is >= 0 and var type ? (AttributeType)type : null;

    /// <summary>What a value of a type has to be, to be read after "must be".</summary>
    public static string Wanted(AttributeType type) => type switch
    {
        AttributeType.Number => "a number",
        AttributeType.Boolean => "true or false",
        AttributeType.Tags => "a list of texts",
        _ => "text",
    };
}
