using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kindred.Abuse.Http;

/// <summary>A connection on which anything can be said, and nothing has to be.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;

    private RawConnection(Socket socket) => _socket = socket;

    /// <summary>Opens one.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="from">The address of this machine that it comes from: clients are told apart by it. Null for the usual one.</param>
    public static async Task<RawConnection> OpenAsync(Uri server, CancellationToken cancellationToken, IPAddress? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says something.</summary>
    /// <returns>False where the server does not listen any more.</returns>
    public async Task<bool> SayAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public Task<bool> SayAsync(string text, CancellationToken cancellationToken) =>
        SayAsync(Encoding.Latin1.GetBytes(text), cancellationToken);

    /// <summary>All that is said until the server closes the connection or breaks it off.</summary>
    public async Task<string> HearAllAsync(CancellationToken cancellationToken)
    {
        var heard = new StringBuilder();
        var buffer = new byte[16 << 10];
        try
        {
            while (await _socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
                heard.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        catch (SocketException)
        {
            // Broken off.
        }

        return heard.ToString();
    }

    public void Dispose() => _socket.Dispose();
}
