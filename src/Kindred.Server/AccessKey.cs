namespace Kindred.Server;

/// <summary>A key that a client shows, and what it may do with it.</summary>
/// <param name="Role">What the client may do.</param>
/// <param name="Key">The key, of at least <see cref="ShortestKey"/> characters, chosen by chance.</param>
public sealed record AccessKey(AccessRole Role, string Key)
{
    /// <summary>Shortest key that is accepted, in characters.</summary>
    public const int ShortestKey = 16;

    /// <summary>
    /// Reads the lines of a file of keys: a role and a key in each, such as <c>read 3f9a…</c>; a key alone is an administrator's.
    /// </summary>
    /// <param name="text">The file's text. Empty lines, and those that begin with #, are passed over.</param>
    public static IReadOnlyList<AccessKey> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
        [
            .. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#'))
                .Select(line => TryReadRole(line, out var key) is { } role
                    ? new AccessKey(role, key)
                    : new AccessKey(AccessRole.Admin, line)),
        ];
    }

    /// <summary>What it is for. The key itself belongs into no log.</summary>
    public override string ToString() => $"a key to {Role}";

    private static AccessRole? TryReadRole(string line, out string key)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        key = line[(end + 1)..].Trim();
        return end < 0 ? null : line[..end] switch
        {
            "read" => AccessRole.Read,
            "write" => AccessRole.Write,
            "admin" => AccessRole.Admin,
            _ => null,
        };
    }
}
