using System.Net;
using System.Net.Sockets;

namespace Kindred.Tests;

/// <summary>Ports for processes that tests start.</summary>
internal static class FreePort
{
    // Below those that systems give to outgoing connections, of which one may come before the process listens.
    private const int First = 20_000;
    private const int End = 32_000;

    /// <summary>A port on this machine that nobody listens on.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
