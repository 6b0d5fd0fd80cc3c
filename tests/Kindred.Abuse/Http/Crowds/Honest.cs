using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kindred.Abuse.Http.Crowds;

/// <summary>Somebody who goes on using a server while others attack it. Every request has to be answered, and well.</summary>
internal sealed class Honest : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    /// <summary>What is too long even on a machine that is busy with the attack: nobody is served then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly AttackRun _run;
    private readonly string _during;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _going;

    /// <summary>Begins.</summary>
    /// <param name="run">Counts requests; gets what goes wrong.</param>
    /// <param name="served">The server.</param>
    /// <param name="during">What the attack is called.</param>
    /// <param name="from">The address it comes from.</param>
    /// <param name="ask">Makes a request.</param>
    public Honest(AttackRun run, ServedKindred served, string during, IPAddress from, Func<HttpRequestMessage> ask)
    {
        (_run, _during) = (run, during);
        _client = ClientFrom(from, served.Address);
        _client.Timeout = Longest;
        _going = GoOnAsync(ask);
    }

    /// <summary>A client whose connections come from an address of this machine.</summary>
    public static HttpClient ClientFrom(IPAddress from, Uri server) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(from, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = server,
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _going;
        _client.Dispose();
        _end.Dispose();
    }

    private async Task GoOnAsync(Func<HttpRequestMessage> ask)
    {
        await Task.Yield();
        while (!_end.IsCancellationRequested)
        {
            using var request = ask();
            var started = Stopwatch.GetTimestamp();
            try
            {
                using var response = await _client.SendAsync(request);
                _run.Count($"{_during}: honest requests");
                if (!response.IsSuccessStatusCode)
                {
                    var said = await response.Content.ReadAsStringAsync();
                    _run.Fail(string.Create(
                        CultureInfo.InvariantCulture, $"{_during}: {request.RequestUri} is answered {(int)response.StatusCode}: {said}"));
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                _run.Fail($"{_during}: {request.RequestUri} is not answered: {exception.Message} {exception.InnerException?.Message}");
            }

            _run.Peak($"{_during}: longest honest request, ms", (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(Between, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
