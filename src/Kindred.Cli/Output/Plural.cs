namespace Kindred.Cli.Output;

/// <summary>Numbers of things, in words that go with them.</summary>
internal static class Plural
{
    /// <summary>1 picture, 2,000 pictures.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called; with an s at the end unless told otherwise.</param>
    public static string Of(long count, string one, string? many = null) => $"{count:N0} {(count == 1 ? one : many ?? one + "s")}";
}
