namespace Kindred.Cli.Settings;

/// <summary>
/// An option that can be set once for all commands instead of with each: in the library's <c>kindred.json</c>, under its name, or in an
/// environment variable. Nothing that takes something away can be.
/// </summary>
/// <param name="Name">The option's name, without its dashes.</param>
/// <param name="Verbs">The verbs that it is for; others have another option of that name, or mean something else by it.</param>
internal sealed record Setting(string Name, params string[] Verbs)
{
    /// <summary>All of them, in the order they are shown in.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("user", "like", "dislike", "seen", "tastes", "recommend"),
        new("model", "index", "serve", "search"),
        new("memory", "index", "serve"),
        new("count", "similar", "recommend"),
        new("variants", "similar", "recommend", "search"),
        new("color-weight", "similar", "recommend"),
        new("strategy", "recommend"),
        new("diversity", "recommend"),
        new("people", "recommend"),
        new("urls", "serve"),
        new("watch", "serve"),
        new("api-key-file", "serve"),
        new("allow-origin", "serve"),
        new("proxy", "serve"),
        new("allow-changes", "serve"),
        new("fetch-from", "serve"),
        new("upload-limit", "serve"),
        new("rate-limit", "serve"),
        new("log-requests", "serve"),
    ];

    /// <summary>The option, as it is typed.</summary>
    public string Option => "--" + Name;

    /// <summary>The environment variable.</summary>
    public string Variable => "KINDRED_" + Name.Replace('-', '_').ToUpperInvariant();
}
