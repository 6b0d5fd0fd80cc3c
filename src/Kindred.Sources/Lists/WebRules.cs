namespace Kindred.Sources.Lists;

/// <summary>
/// Which servers are asked for what a list names: the list's own, and those that whoever runs Kindred has named. A list comes from
/// elsewhere, and must not choose where this machine connects to.
/// </summary>
/// <param name="hosts">Other hosts, with a port where it is no usual one.</param>
internal sealed class WebRules(IReadOnlyList<string> hosts)
{
    /// <summary>Names other hosts than a list's, with commas between them.</summary>
    public const string HostsVariable = "KINDRED_LIST_HOSTS";

    private readonly HashSet<string> _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what the environment says.</summary>
    public static WebRules FromEnvironment() => new(
        (Environment.GetEnvironmentVariable(HostsVariable) ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>Whether an address is of web servers, and has no name or password of a user in it.</summary>
    public static bool IsWeb(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" };

    /// <summary>Whether two addresses are of one server, or the second is the same with encryption.</summary>
    public static bool IsSameServer(Uri first, Uri second) =>
        first.IdnHost.Equals(second.IdnHost, StringComparison.OrdinalIgnoreCase)
        && ((first.Scheme == second.Scheme && first.Port == second.Port)
            || (first is { Scheme: "http", IsDefaultPort: true } && second is { Scheme: "https", IsDefaultPort: true }));

    /// <summary>Whether an address may be asked for.</summary>
    /// <param name="list">The list that names it.</param>
    /// <param name="address">The address.</param>
    public bool MayAsk(Uri list, Uri address) => IsWeb(address) && (IsSameServer(list, address) || IsNamed(address));

    /// <summary>Whether an address may be followed from another that may be asked for.</summary>
    public bool MayFollow(Uri from, Uri to) =>
        IsWeb(to) && (IsSameServer(from, to) || (IsNamed(to) && (from.Scheme, to.Scheme) is not ("https", "http")));

    private bool IsNamed(Uri address) =>
        (address.IsDefaultPort && _hosts.Contains(address.IdnHost)) || _hosts.Contains($"{address.IdnHost}:{address.Port}");
}
