using System.Net;
using System.Net.Http.Headers;

namespace Kindred.Sources.Lists;

/// <summary>
/// Asks web servers: those that the rules allow, a few times where they are busy or a connection is lost, and no further than a few
/// redirects, each looked at anew. Safe to use from several threads.
/// </summary>
/// <param name="rules">Which servers.</param>
/// <param name="authorization">
/// What a list's own server is sent as <c>Authorization</c>, if anything. No other server sees it.
/// </param>
/// <param name="time">What pauses are counted by.</param>
internal sealed class WebReader(WebRules rules, string? authorization, TimeProvider time) : IDisposable
{
    /// <summary>What a list's own server wants to be sent as <c>Authorization</c>.</summary>
    public const string AuthorizationVariable = "KINDRED_LIST_AUTHORIZATION";

    private const int MostTries = 3;
    private const int MostRedirects = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = Create();

    /// <summary>Asks for an address.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="list">The list that names it, or the same address.</param>
    /// <param name="address">The address, which the rules allow.</param>
    /// <param name="prepare">Adds conditions to the request.</param>
    /// <param name="take">
    /// Takes the answer, whatever its status, unless that says that it passes. Called again where the connection is lost meanwhile.
    /// </param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="NoAnswerException">There is none that counts.</exception>
    public async Task<T> AskAsync<T>(
        HttpMethod method, Uri list, Uri address, Action<HttpRequestHeaders>? prepare,
        Func<HttpResponseMessage, CancellationToken, Task<T>> take, CancellationToken cancellationToken)
    {
        var pause = FirstPause * (1 + ((address.GetHashCode() & 0xFF) / 256.0)); // Not all at the same moment.
        for (var tries = 1; ; tries++)
        {
            NoAnswerException fault;
            try
            {
                using var response = await FollowAsync(method, list, address, prepare, cancellationToken);
                if (!IsPassing(response.StatusCode))
                    return await take(response, cancellationToken);
                fault = new NoAnswerException($"the server answers {(int)response.StatusCode}");
                if (response.Headers.RetryAfter?.Delta is { } asked && asked > pause)
                    pause = asked;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                fault = new NoAnswerException("the server does not answer, or breaks the connection", exception);
            }
            catch (TimeoutException exception)
            {
                throw new NoAnswerException("the server takes too long", exception);
            }

            if (tries == MostTries)
                throw fault;
            await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
            pause *= 2;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpClient Create()
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxResponseHeadersLength = 64, // KiB
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // It would not count reading the body.
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "Kindred");
        return client;
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
            and not HttpStatusCode.NotImplemented;

    private async Task<HttpResponseMessage> FollowAsync(
        HttpMethod method, Uri list, Uri address, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendAsync(method, list, address, prepare, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            var next = new Uri(address, location);
            if (!rules.MayFollow(address, next))
                throw new NoAnswerException($"redirected to another server; if that is right, name it in {WebRules.HostsVariable}");
            if (redirects == MostRedirects)
                throw new NoAnswerException($"redirected more than {MostRedirects} times");
            address = next;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri list, Uri address, Action<HttpRequestHeaders>? prepare, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        prepare?.Invoke(request.Headers);
        if (authorization is not null && WebRules.IsSameServer(list, address))
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestWait);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, late.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("There is no answer.", exception);
        }
    }
}
