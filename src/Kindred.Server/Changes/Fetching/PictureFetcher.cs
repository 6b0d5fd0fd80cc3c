using System.Net;
using System.Net.Sockets;
using Kindred.Images;
using Kindred.Memory;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Changes.Fetching;

/// <summary>
/// Fetches pictures from other servers: from those that are named, at an address that was looked at before the connection was made, and
/// no further than a few redirects, each looked at anew. Sends nothing of its own but the address. Safe to use from several threads.
/// </summary>
internal sealed class PictureFetcher : IDisposable
{
    private const int MostRedirects = 3;
    private const int MostAtATime = 4;

    /// <summary>How long a picture may take, with all redirects.</summary>
    private static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestConnecting = TimeSpan.FromSeconds(10);

    private readonly FetchSources _sources;
    private readonly int _byteLimit;
    private readonly HttpClient _client;

    public PictureFetcher(FetchSources sources, ServerOptions options)
    {
        _sources = sources;
        _byteLimit = options.UploadBytes;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = LongestConnecting,
            MaxResponseHeadersLength = 16, // KiB
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // It would not count reading the body; LongestFetch does.
        };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "image/*");
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Kindred");
    }

    /// <summary>Pictures that may be fetched at a time: as many as there is memory for, however large they are.</summary>
    public int AtATime => (int)Math.Clamp(PictureMemory.Files.Limit / 2 / _byteLimit, 1, MostAtATime);

    /// <summary>Fetches a picture.</summary>
    /// <param name="address">Where from; see <see cref="FetchSources.Fault(Uri)"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its bytes. Nobody has looked yet whether they are a picture.</returns>
    /// <exception cref="Api.RefusedRequestException">It cannot be had, or may not.</exception>
    /// <exception cref="UnreadableImageException">It is too large, or empty.</exception>
    public async Task<EncodedImage> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestFetch);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                if (_sources.Fault(address) is { } fault)
                    throw Refused(redirects == 0 ? fault : $"The address redirects to another. {fault}");
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                    return await ReadAsync(response, late.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                    throw Refused($"{address.IdnHost} answers {(int)response.StatusCode}.");
                if (redirects == MostRedirects)
                    throw Refused($"The address redirects more than {MostRedirects} times.");
                address = location.IsAbsoluteUri ? location : new Uri(address, location);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refused($"{address.IdnHost} has not sent the picture within {LongestFetch.TotalSeconds:0} seconds.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException and not Api.RefusedRequestException)
        {
            throw Refused(Refusal(exception)?.Message ?? $"{address.IdnHost} cannot be reached, or broke the connection.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<EncodedImage> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _byteLimit)
            throw new UnreadableImageException(ImageFault.TooLarge, $"more than the limit of {_byteLimit >> 20} MiB");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await EncodedImage.ReadAsync(body, _byteLimit, cancellationToken: cancellationToken);
    }

    /// <summary>
    /// Connects to an address that was looked at. The name is asked for once: what it leads to a moment later may be something else.
    /// </summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var written)
            ? [written]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (addresses.Length == 0)
            throw Refused($"{host} has no IP address.");
        if (Array.Exists(addresses, address => !_sources.MayConnect(address, port)))
        {
            throw Refused(
                $"{host} is in a network that is not public; whoever runs this server can allow that address with --fetch-from.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What was refused while connecting comes wrapped.</summary>
    private static Api.RefusedRequestException? Refusal(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is Api.RefusedRequestException refused)
                return refused;
        }

        return null;
    }

    private static Api.RefusedRequestException Refused(string detail, Exception? inner = null) =>
        new(detail, StatusCodes.Status422UnprocessableEntity, inner);
}
