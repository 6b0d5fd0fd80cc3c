using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Kindred.Server.Changes.Fetching;

/// <summary>
/// Where pictures may be fetched from. Whoever sends an address chooses where this server connects to, from inside its network: so the
/// host of an address has to be named, and what it leads to has to be public, unless that very address is named too. A name never opens
/// what is not public, because whoever keeps the name decides what it leads to.
/// </summary>
internal sealed class FetchSources
{
    private static readonly int[] UsualPorts = [80, 443];

    /// <summary>IPv4 that is not everybody's: IANA's registry of special addresses, multicast, and what is reserved.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>All of IPv6 that is given out to anybody. What lies elsewhere is local, or leads to an IPv4 address.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    /// <summary>What of it is not everybody's, or has an IPv4 address in it: protocols with Teredo, documentation, 6to4.</summary>
    private static readonly IPNetwork[] SpecialInGlobal =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }
            .Select(text => IPNetwork.Parse(text)),
    ];

    private readonly (string Host, int? Port)[] _sources;

    /// <summary>Takes what was named.</summary>
    /// <param name="sources">Hosts, by name or address, with a port where it is no usual one.</param>
    /// <exception cref="KindredException">One is none.</exception>
    public FetchSources(IEnumerable<string> sources) => _sources =
    [
        .. sources.Select(source => TryParse(source, out var host, out var port)
            ? (host, port)
            : throw new KindredException(
                $"{source} is not a host to fetch pictures from; name one such as shop.example, shop.example:8443 or 10.0.0.7.")),
    ];

    /// <summary>Whether anything may be fetched at all.</summary>
    public bool Any => _sources.Length > 0;

    /// <summary>Why nothing is fetched from an address; <see langword="null"/> where it may be, as far as that itself goes.</summary>
    public string? Fault(string text, out Uri? address)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https"))
            return "The address must begin with http:// or https://.";
        return Fault(address);
    }

    /// <inheritdoc cref="Fault(string, out Uri?)"/>
    public string? Fault(Uri address)
    {
        if (address.Scheme is not ("http" or "https"))
            return "The address is neither http nor https.";
        if (address.UserInfo.Length > 0)
            return "The address has a user's name or password in it.";
        var host = address.IdnHost.ToLowerInvariant();
        return _sources.Any(source => source.Host == host && IsPort(source.Port, address.Port))
            ? null
            : $"This server does not fetch from {host}:{address.Port}; whoever runs it can allow that with --fetch-from.";
    }

    /// <summary>Whether a connection may be made to an address that a host has led to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    public bool MayConnect(IPAddress address, int port)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var text = address.ToString();
        return IsPublic(address) || _sources.Any(source => source.Host == text && IsPort(source.Port, port));
    }

    /// <summary>Whether an address is one that anybody may be reached at.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(network => network.Contains(address))
            : address.ScopeId == 0 && Global.Contains(address) && !SpecialInGlobal.Any(network => network.Contains(address));
    }

    private static bool IsPort(int? named, int port) => named is null ? UsualPorts.Contains(port) : named == port;

    private static bool TryParse(string source, [NotNullWhen(true)] out string? host, out int? port)
    {
        (host, port) = (null, null);
        // An address of IPv6 may stand alone as people write it.
        var isAlone = !source.StartsWith('[') && IPAddress.TryParse(source, out var alone)
            && alone.AddressFamily == AddressFamily.InterNetworkV6;
        var written = isAlone ? $"[{source}]" : source;
        if (!Uri.TryCreate($"http://{written}", UriKind.Absolute, out var address)
            || address.PathAndQuery != "/" || address.Fragment.Length > 0 || address.UserInfo.Length > 0
            || written.EndsWith('/') || written.EndsWith(':')
            || Uri.CheckHostName(address.IdnHost) is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return false;
        }

        host = address.IdnHost.ToLowerInvariant();
        // What the port of http is by default does not tell whether it was written.
        if (written.EndsWith($":{address.Port}", StringComparison.Ordinal))
            port = address.Port;
        return true;
    }
}
