using System.Net;
using System.Net.Sockets;
using Kindred.Server;
using Kindred.Server.Api;
using Kindred.Server.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Kindred.Tests.Server.Hosting;

/// <summary>Clients that open connections and do little or nothing with them.</summary>
public sealed class ConnectionTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What a client says before it is silent: nothing, a byte, half the head of a request, or an answered request.</summary>
    private string Said(string kind) => kind switch
    {
        "nothing" => "",
        "a byte" => "G",
        "half a head" => $"GET /healthz HTTP/1.1\r\nHost: {served.Run.Address.Authority}\r\nX-Slow: ",
        _ => $"GET /healthz HTTP/1.1\r\nHost: {served.Run.Address.Authority}\r\n\r\n",
    };

    [Theory]
    [InlineData("nothing")]
    [InlineData("a byte")]
    [InlineData("half a head")]
    [InlineData("a request")]
    public async Task SilentConnections_AsManyAsTheServerHasAndMore_ShutNobodyOut(string said)
    {
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Limits.Connections + 50; i++)
                silent.Add(await SayAsync(said));

            Assert.StartsWith("HTTP/1.1 200", await RawHttp.GetAsync(served.Run.Address, "/healthz"), StringComparison.Ordinal);
            // Those who were silent longest had to go.
            Assert.True(await IsClosedAsync(silent[0]));
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task SilentConnections_OfWhoHasMost_GoFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "This system has one address of its own to come from.");
        using var quiet = await SayAsync("a request", "127.0.0.2");
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Limits.SilentConnections + 50; i++)
                silent.Add(await SayAsync("nothing", "127.0.0.66"));
            Assert.True(await IsClosedAsync(silent[0]));

            // The other one, who came before all of them, is still heard.
            await quiet.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(Said("a request")), Cancel);
            Assert.NotEqual(0, await quiet.GetStream().ReadAsync(new byte[4096], Cancel));
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task SilentConnections_OfEveryKind_AreClosedInTheEnd()
    {
        string[] kinds = ["nothing", "a byte", "half a head", "a request"];
        var silent = await Task.WhenAll(kinds.Select(kind => SayAsync(kind)));
        try
        {
            // Kestrel's own clock cannot be hurried, so this takes as long as it takes; with no limit of ours it would be minutes.
            var closed = Task.WhenAll(silent.Select(IsClosedAsync));
            Assert.Same(closed, await Task.WhenAny(closed, Task.Delay(6 * Limits.Silence, Cancel)));
            Assert.All(await closed, Assert.True);
        }
        finally
        {
            Array.ForEach(silent, client => client.Dispose());
        }
    }

    [Fact]
    public async Task Connection_WithARequestUnderWay_DoesNotCountAsSilent()
    {
        using var busy = await SayAsync("nothing");
        // The head is there, and the request waits for its body.
        await busy.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes(
                $"POST /api/recommendations HTTP/1.1\r\nHost: {served.Run.Address.Authority}\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"),
            Cancel);
        var buffer = new byte[1024];
        Assert.NotEqual(0, await busy.GetStream().ReadAsync(buffer, Cancel)); // 100 Continue: the route has begun to read.
        var silent = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Limits.SilentConnections + 50; i++)
                silent.Add(await SayAsync("nothing"));

            await busy.GetStream().WriteAsync("{}"u8.ToArray(), Cancel);
            using var reader = new StreamReader(busy.GetStream());
            Assert.Contains("HTTP/1.1 200", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }
        finally
        {
            silent.ForEach(client => client.Dispose());
        }
    }

    private async Task<TcpClient> SayAsync(string kind, string from = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(served.Run.Address.Host, served.Run.Address.Port, Cancel);
        var said = Said(kind);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(said), Cancel);
        if (kind == "a request")
            Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[4096], Cancel));
        return client;
    }

    /// <summary>Waits until the server has closed a connection, whatever it says before.</summary>
    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            var buffer = new byte[4096];
            while (await client.GetStream().ReadAsync(buffer, Cancel) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed so, too.
        }

        return true;
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
    [InlineData("2001:db8::1", null, false)]
    [InlineData("2001:db8::1", "2001:db8::/32", true)]
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

    [Fact]
    public async Task Connections_OfOneIPv6Network_CountTogether()
    {
        var connections = new ClientConnections(new ServerOptions { ThumbnailFolder = "none" });
        var end = new TaskCompletionSource();
        var admitted = 0;
        Task Open(string from) => connections.CountAsync(
            new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(from), 1234) },
            _ =>
            {
                admitted++;
                return end.Task;
            });

        var open = Enumerable.Range(0, Limits.ConnectionsOfAClient + 5).Select(i => Open($"2001:db8:0:1::{i:x}")).ToList();
        Assert.Equal(Limits.ConnectionsOfAClient, admitted);
        open.Add(Open("2001:db8:0:2::1"));
        Assert.Equal(Limits.ConnectionsOfAClient + 1, admitted);

        end.SetResult();
        await Task.WhenAll(open);
    }
}
