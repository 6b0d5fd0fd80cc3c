namespace Kindred.Attributes;

/// <summary>An attribute that pictures of a library may have.</summary>
/// <param name="Name">Its name, as it was first written. Upper and lower case are the same attribute.</param>
/// <param name="Type">What its values are.</param>
public sealed record AttributeDefinition(string Name, AttributeType Type)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 64;

    private static readonly string[] Reserved = ["and", "or", "not", "in", "true", "false", "id", "picture", "content", "path"];

    /// <summary>The name and the type, such as <c>price (number)</c>.</summary>
    public override string ToString() => $"{Name} ({AttributeTypes.NameOf(Type)})";

    /// <summary>What is wrong with a name; <see langword="null"/> where nothing is.</summary>
    internal static string? NameFault(string name) =>
        string.IsNullOrWhiteSpace(name) ? "an attribute's name must not be empty"
        : name.Length > LongestName ? $"an attribute's name has at most {LongestName} characters, not {name.Length}"
        : name.AsSpan().IndexOfAny("[]\"'") >= 0 || name.Any(char.IsControl)
            ? $"an attribute cannot be called {name}: it has a bracket, a quote or a control character"
        : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"an attribute cannot be called {name}, a word that filters and files use themselves"
        : null;
}
