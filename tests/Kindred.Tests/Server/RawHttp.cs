using System.Net.Sockets;
using System.Text;

namespace Kindred.Tests.Server;

/// <summary>Requests as they stand, which a well-behaved client would not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends text and returns all that comes back until the server closes the connection.</summary>
    public static async Task<string> SendAsync(Uri server, string text)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Asks for a target exactly as it is written.</summary>
    public static Task<string> GetAsync(Uri server, string target) =>
        SendAsync(server, $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n");

    /// <summary>The status of an answer.</summary>
    public static int StatusOf(string answer) => int.Parse(answer.Split(' ')[1]);
}
