using System.Net;
using Kindred.Server.Api;
using Kindred.Server.Security;
using Microsoft.AspNetCore.Connections;

namespace Kindred.Server.Hosting;

/// <summary>
/// How many connections each other machine has (<see cref="ClientAddress"/>): one of them cannot take all there are. This machine's own,
/// and proxies that are named, bring many people's requests.
/// </summary>
internal sealed class ClientConnections(ServerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];
    private readonly IReadOnlyList<IPNetwork> _proxies = options.ProxyNetworks;

    /// <summary>Hands a connection on, or closes it where its client has too many.</summary>
    public async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || MayHaveAll(address))
        {
            await next(connection);
            return;
        }

        var client = ClientAddress.Of(address);
        if (!Enter(client))
        {
            connection.Abort(new ConnectionAbortedException("The client has too many connections."));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(client);
        }
    }

    private bool MayHaveAll(IPAddress address) =>
        IPAddress.IsLoopback(address) || _proxies.Any(proxy => proxy.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private bool Enter(IPAddress client)
    {
        lock (_gate)
        {
            var open = _open.GetValueOrDefault(client);
            if (open >= Limits.ConnectionsOfAClient)
                return false;
            _open[client] = open + 1;
            return true;
        }
    }

    private void Leave(IPAddress client)
    {
        lock (_gate)
        {
            if (--_open[client] == 0)
                _open.Remove(client);
        }
    }
}
