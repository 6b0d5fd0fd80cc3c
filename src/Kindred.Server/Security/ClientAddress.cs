using System.Net;
using Microsoft.AspNetCore.Http;

namespace Kindred.Server.Security;

/// <summary>
/// What clients are counted by. With IPv6 one machine has at least 2⁶⁴ addresses to itself, so all that begin with the same 64 bits
/// are one client.
/// </summary>
internal static class ClientAddress
{
    private const int BytesOfANetwork = 8;

    /// <summary>The client a request comes from.</summary>
    public static IPAddress Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Of(address) : IPAddress.None;

    /// <summary>The client that has an address.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length <= sizeof(uint) || IPAddress.IsLoopback(address))
            return address;
        bytes.AsSpan(BytesOfANetwork).Clear();
        return new IPAddress(bytes, address.ScopeId);
    }
}
