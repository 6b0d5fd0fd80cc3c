using System.Net;
using Kindred.Server.Changes.Fetching;
using Kindred.Server.Hosting;
using Kindred.Server.Security;

namespace Kindred.Server;

/// <summary>How to serve a library.</summary>
public sealed record ServerOptions
{
    /// <summary>The address of the page unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5123";

    /// <summary>Addresses to listen on. Any beyond this machine needs <see cref="Keys"/>. Port 0 takes a free one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>
    /// What programs have to show and people to sign in with. Without any, whoever can reach the address may do everything.
    /// </summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>
    /// Other sites whose pages may ask, such as <c>https://shop.example</c>. Without a key of their own they may only read, and only where
    /// the server has no keys.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Proxies before this server, by address or network (<c>10.0.0.7</c>, <c>10.0.0.0/8</c>). What they say of a request counts: which
    /// client it is of, and whether it came by https (X-Forwarded-For, X-Forwarded-Proto). Nobody else's word does.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    /// <summary>Whether the library follows its folders while it is served.</summary>
    public bool Watch { get; init; }

    /// <summary>A folder to index at the start; <see langword="null"/> for none.</summary>
    public string? IndexAtStart { get; init; }

    /// <summary>
    /// Called with each folder of an index run when it has been gone through, such as to take what is said of its pictures beside them.
    /// </summary>
    public Func<string, CancellationToken, Task>? AfterIndexing { get; init; }

    /// <summary>
    /// Whether clients that may write may put pictures into the gallery's folder, replace them and take them out. By default they may not.
    /// </summary>
    public bool AllowChanges { get; init; }

    /// <summary>
    /// Servers that pictures may be fetched from, by name or address, with a port where it is not 80 or 443, such as <c>shop.example</c>.
    /// None by default. What a name leads to has to be public; an address that is not has to be named itself.
    /// </summary>
    public IReadOnlyList<string> FetchFrom { get; init; } = [];

    /// <summary>Bytes that an uploaded picture may have: 32 MiB by default.</summary>
    public int UploadBytes { get; init; } = 32 << 20;

    /// <summary>Pixels that an uploaded picture may have: 50 million by default.</summary>
    public long UploadPixels { get; init; } = 50_000_000;

    /// <summary>Bytes of thumbnails kept on disk: 512 MiB by default, some 35,000 of 320 pixels.</summary>
    public long ThumbnailBytes { get; init; } = 512L << 20;

    /// <summary>Where thumbnails are kept. All of it may be deleted at any time.</summary>
    public required string ThumbnailFolder { get; init; }

    /// <summary>
    /// Requests a second that one client may make in the long run, and twenty times as many at once. Default: 1,000 where only this machine
    /// can be a client, else 100. 0 for no limit.
    /// </summary>
    public int? RateLimit { get; init; }

    /// <summary>Whether the log is JSON, one object a line, rather than text for people. It goes to standard error either way.</summary>
    public bool JsonLog { get; init; }

    /// <summary>Whether every request has a line in the log.</summary>
    public bool LogRequests { get; init; }

    /// <summary>
    /// How long the server still answers once it is told to stop, while <c>/ready</c> says that it should be asked no more.
    /// </summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>What makes this server one of several that share a library; <see langword="null"/> where it is the only one.</summary>
    internal ServerNode? Node { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Addresses and networks of proxies.</summary>
    internal IReadOnlyList<IPNetwork> ProxyNetworks =>
        [.. Proxies.Select(proxy => ParseNetwork(proxy) ?? throw new InvalidOperationException("The options were not checked."))];

    /// <summary>Whether only this machine can reach the server.</summary>
    internal bool IsLocal => Urls.All(IsLoopback);

    /// <summary>Refuses what would be unsafe or cannot work.</summary>
    /// <exception cref="KindredException">Says what to do instead.</exception>
    internal void Check()
    {
        if (Urls.Count == 0)
            throw new KindredException("Name at least one address to listen on, such as --urls http://127.0.0.1:5123.");
        foreach (var url in Urls)
        {
            // A name before an @ or anything behind a # would be read in one way here and in another by the server that listens.
            if (!TryParse(url, out var address) || address.Scheme != "http" || address.PathAndQuery != "/"
                || address.UserInfo + address.Fragment is not "")
            {
                throw new KindredException(
                    $"{url} is not an address to listen on; name one such as {DefaultUrl} (for https, put a reverse proxy in front).");
            }
        }

        if (Keys.Count == 0 && !IsLocal)
        {
            throw new KindredException(
                $"{Urls.First(url => !IsLoopback(url))} can be reached from other machines; "
                + $"that needs a key of {AccessKey.ShortestKey} characters or more: set KINDRED_API_KEY.");
        }

        if (Keys.FirstOrDefault(key => key.Key.Length < AccessKey.ShortestKey) is { } shortKey)
        {
            throw new KindredException(
                $"A key has {shortKey.Key.Length} characters; use at least {AccessKey.ShortestKey}, chosen at random.");
        }

        if (Proxies.FirstOrDefault(proxy => ParseNetwork(proxy) is null) is { } stranger)
        {
            throw new KindredException(
                $"{stranger} is not the address of a proxy; name one such as 10.0.0.7, or a network such as 10.0.0.0/8.");
        }

        if (AllowedOrigins.FirstOrDefault(origin => !IsOrigin(origin)) is { } site)
        {
            throw new KindredException(
                $"{site} is not a site; name one by the start of its pages' addresses, such as https://shop.example.");
        }

        CheckFetching();
    }

    /// <summary>Refuses servers to fetch from that are none, or from which nothing could be kept.</summary>
    private void CheckFetching()
    {
        _ = new FetchSources(FetchFrom);
        if (FetchFrom.Count > 0 && !AllowChanges)
            throw new KindredException("--fetch-from puts pictures into the gallery, which needs --allow-changes as well.");
    }

    private static IPNetwork? ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }

    /// <summary>Whether a text is an origin as browsers write it: scheme, host and perhaps a port, with nothing behind.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && string.Equals(address.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopback(string url) =>
        TryParse(url, out var address)
        && (address.Host == "localhost"
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var number) && IPAddress.IsLoopback(number)));

    /// <summary>Reads an address, also those with a * or a + for every host, which are no URLs.</summary>
    private static bool TryParse(string url, out Uri address) =>
        Uri.TryCreate(
            url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute, out address!);
}
