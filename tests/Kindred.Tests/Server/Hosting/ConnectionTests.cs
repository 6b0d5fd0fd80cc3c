using System.Net;
using System.Net.Sockets;
using Kindred.Server;
using Kindred.Server.Api;
using Kindred.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Kindred.Tests.Server.Hosting;

/// <summary>Clients that open connections and do nothing with them.</summary>
public sealed class ConnectionTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SilentConnections_AsManyAsTheServerHasAndMore_ShutNobodyOut()
    {
        var address = served.Run.Address;
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Limits.Connections + 50; i++)
            {
                silent.Add(new TcpClient());
                await silent[^1].ConnectAsync(address.Host, address.Port, Cancel);
            }

            Assert.StartsWith("HTTP/1.1 200", await RawHttp.GetAsync(address, "/healthz"), StringComparison.Ordinal);
            // Those who were silent longest had to go.
            Assert.Equal(0, await silent[0].GetStream().ReadAsync(new byte[1], Cancel));
        }
        catch (IOException)
        {
            // Closed so, too.
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Connection_ThatSpeaksInPieces_IsHeardFromItsFirstByte()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(served.Run.Address.Host, served.Run.Address.Port, Cancel);
        await using var stream = client.GetStream();
        string[] pieces = ["G", "ET /healthz HTTP/1.1\r\nHost: ", served.Run.Address.Authority, "\r\nConnection: close\r\n\r\n"];
        foreach (var piece in pieces)
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(piece), Cancel);
            await stream.FlushAsync(Cancel);
            await Task.Yield();
        }

        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("192.0.2.1", null, false)]
    [InlineData("::ffff:192.0.2.1", null, false)]
    [InlineData("127.0.0.1", null, true)]
    [InlineData("192.0.2.1", "192.0.2.0/24", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    public async Task Connections_OfAnotherMachine_AreFew(string address, string? proxy, bool mayHaveMore)
    {
        var connections = new ClientConnections(
            new ServerOptions { ThumbnailFolder = "none", Proxies = proxy is null ? [] : [proxy] });
        var end = new TaskCompletionSource();
        var admitted = 0;
        Task Open(string from) => connections.CountAsync(
            new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 1234) },
            _ =>
            {
                admitted++;
                return end.Task;
            });

        var open = Enumerable.Range(0, Limits.ConnectionsOfAClient + 5).Select(_ => Open(address)).ToList();

        Assert.Equal(Limits.ConnectionsOfAClient + (mayHaveMore ? 5 : 0), admitted);
        open.Add(Open("192.0.2.200")); // Others are not concerned.
        Assert.Equal(Limits.ConnectionsOfAClient + (mayHaveMore ? 6 : 1), admitted);
        end.SetResult();
        await Task.WhenAll(open);
        await Open(address);
        Assert.Equal(Limits.ConnectionsOfAClient + (mayHaveMore ? 7 : 2), admitted);
    }
}
