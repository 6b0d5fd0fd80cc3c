namespace Kindred.Server.Api;

/// <summary>Says that something is called otherwise, what may have been meant, and what there is.</summary>
internal static class AllowedNames
{
    /// <summary>One sentence about a name that nothing has.</summary>
    /// <param name="kind">What it was to name, such as a parameter.</param>
    /// <param name="unknown">The name.</param>
    /// <param name="allowed">All names there are.</param>
    public static string Describe(string kind, string unknown, IReadOnlyCollection<string> allowed)
    {
        var all = allowed.Count == 0 ? "none are allowed here" : $"allowed are {string.Join(", ", allowed)}";
        return Spelling.Closest(unknown, allowed) is { } meant
            ? $"There is no {kind} {unknown}; did you mean {meant}? {char.ToUpperInvariant(all[0])}{all[1..]}."
            : $"There is no {kind} {unknown}; {all}.";
    }
}
