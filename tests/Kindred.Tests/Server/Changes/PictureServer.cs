using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kindred.Tests.Server.Changes;

/// <summary>Another server, on this machine: it answers each path as told, and remembers what it was asked.</summary>
internal sealed class PictureServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, (string Head, byte[] Body, bool IsEndless)> _answers = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public PictureServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What <c>--fetch-from</c> is told to let pictures be fetched from here.</summary>
    public string Source => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Heads of all requests.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers a path with a picture.</summary>
    /// <returns>The picture's address.</returns>
    public string Serve(string path, byte[] body) => Answer(path, "200 OK", $"Content-Length: {body.Length}\r\n", body);

    /// <summary>Sends whoever asks elsewhere.</summary>
    public string Redirect(string path, string to) => Answer(path, "302 Found", $"Location: {to}\r\nContent-Length: 0\r\n", []);

    /// <summary>Begins with a picture and never ends.</summary>
    public string ServeForever(string path, byte[] begin) => Answer(path, "200 OK", "", begin, isEndless: true);

    /// <summary>Says that more comes than does.</summary>
    public string BreakOff(string path, byte[] begin) => Answer(path, "200 OK", $"Content-Length: {begin.Length + 100}\r\n", begin);

    public void Dispose()
    {
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Stop();
        _stop.Dispose();
    }

    private string Answer(string path, string status, string headers, byte[] body, bool isEndless = false)
    {
        _answers[path] = ($"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n", body, isEndless);
        return $"http://{Source}{path}";
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
                clients.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }

        await Task.WhenAll(clients);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var head = new StringBuilder();
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                head.AppendLine(line);
            Asked.Enqueue(head.ToString());
            var path = head.ToString().Split(' ').ElementAtOrDefault(1) ?? "";
            if (!_answers.TryGetValue(path, out var answer))
                answer = ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", [], false);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head), _stop.Token);
            await stream.WriteAsync(answer.Body, _stop.Token);
            while (answer.IsEndless)
                await stream.WriteAsync(new byte[64 << 10], _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // Whoever asked has heard enough, or the test is over.
        }
    }
}
