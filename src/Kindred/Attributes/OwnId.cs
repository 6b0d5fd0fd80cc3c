namespace Kindred.Attributes;

/// <summary>A shop's own ids.</summary>
internal static class OwnId
{
    /// <summary>What filters and files call it.</summary>
    public const string Name = "id";

    /// <summary>The longest, in characters.</summary>
    public const int Longest = 200;

    public static AttributeDefinition Definition { get; } = new(Name, AttributeType.Text);

    /// <summary>What is wrong with an own id; <see langword="null"/> where nothing is.</summary>
    public static string? Fault(string ownId) =>
        string.IsNullOrWhiteSpace(ownId) ? "an id must not be empty"
        : ownId.Length > Longest ? $"an id has at most {Longest} characters, not {ownId.Length}"
        : ownId.Any(char.IsControl) ? "an id must not have control characters"
        : null;
}
