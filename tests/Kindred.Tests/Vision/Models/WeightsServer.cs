using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kindred.Tests.Vision.Models;

/// <summary>A web server on this machine that serves one file, and misbehaves as told.</summary>
internal sealed class WeightsServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _content;
    private readonly Task _serving;

    public WeightsServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/sample.onnx"));
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Where each request asked to begin; <c>null</c> where it asked for the whole file.</summary>
    public List<long?> Ranges { get; } = [];

    /// <summary>Bytes of the body that each request is sent, noted before they are: whoever has them all can read it here.</summary>
    public List<int> Sent { get; } = [];

    /// <summary>Cuts the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; set; }

    public bool IgnoresRange { get; set; }

    public bool RefusesRange { get; set; }

    public bool HasNothing { get; set; }

    public void Dispose()
    {
        // The loop ends before its listener does: between two connections it would ask a stopped one.
        _stop.Cancel();
        _serving.GetAwaiter().GetResult();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var range = await ReadRangeAsync(stream);
        Ranges.Add(range);
        var from = (int)(IgnoresRange ? 0 : range ?? 0);
        var status = (HasNothing, RefusesRange && range is not null, from > 0) switch
        {
            (true, _, _) => "404 Not Found",
            (_, true, _) => "416 Range Not Satisfiable",
            (_, _, true) => "206 Partial Content",
            _ => "200 OK",
        };
        var body = status[0] == '2' ? _content[from..] : [];
        var head = $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n";
        if (status[..3] == "206")
            head += $"Content-Range: bytes {from}-{_content.Length - 1}/{_content.Length}\r\n";
        var length = Math.Min(CutAfter ?? int.MaxValue, body.Length);
        Sent.Add(length);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"), _stop.Token);
        await stream.WriteAsync(body.AsMemory(0, length), _stop.Token);
    }

    private static async Task<long?> ReadRangeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        long? range = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                range = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        return range;
    }
}
