using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kindred.Libraries;
using Kindred.Tests.Fixtures;

namespace Kindred.Tests.Server.Similar;

/// <summary>
/// What is too large to be read does not take the memory to read it: less than a quarter of what reading it would, so that what the runtime
/// keeps for itself makes no difference.
/// </summary>
public sealed class UploadMemoryTests(ServedGallery served) : IClassFixture<ServedGallery>
{
    private const long Sent = 2L << 30;
    private const int BombSide = 20_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>With the length said beforehand and without.</summary>
    [Fact]
    public async Task Search_WithTwoGigabytes_IsRefusedInBoundedMemory()
    {
        await using var server = await StartAsync();
        var before = server.TakeHighest();

        foreach (var saysLength in new[] { true, false, false })
        {
            using var content = new GeneratedContent(Sent, saysLength);
            Assert.Contains(
                await SendAsync(server, content, "big.jpg"), new HttpStatusCode?[] { HttpStatusCode.RequestEntityTooLarge, null });
        }

        Assert.InRange(server.TakeHighest() - before, long.MinValue, Sent / 4);
        await AssertWellAsync(server);
    }

    [Fact]
    public async Task Search_WithADecompressionBomb_IsRefusedUnread()
    {
        await using var server = await StartAsync();
        var before = server.TakeHighest();

        // 400 million pixels, of which a file has few bytes; and a header that promises more than there is.
        foreach (var bomb in new[] { BlackPng(BombSide), PictureFolder.PngHeader(60_000, 60_000) })
        {
            using var content = new ByteArrayContent(bomb);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(server, content, "bomb.png"));
        }

        Assert.InRange(server.TakeHighest() - before, long.MinValue, 3L * BombSide * BombSide / 4);
        await AssertWellAsync(server);
    }

    /// <summary>Uploads that wait for a place are not read; what they have sent ahead stays with those who sent it.</summary>
    [Fact]
    public async Task Search_WithManyWhoSendAhead_KeepsLittleOfIt()
    {
        const int Senders = 200;
        const int SentAhead = 4 << 20;
        await using var server = await StartAsync();
        var address = server.Client.BaseAddress!; // Set at the start.
        var before = server.TakeHighest();
        var sent = 0L;
        async Task SendAheadAsync(Stream stream)
        {
            var chunk = new byte[16 << 10];
            try
            {
                for (var i = 0; i < SentAhead; i += chunk.Length)
                {
                    await stream.WriteAsync(chunk, Cancel);
                    Interlocked.Add(ref sent, chunk.Length);
                }
            }
            catch (IOException)
            {
                // The server has cut it off, or the test has ended.
            }
        }

        var clients = new List<TcpClient>();
        var sending = new List<Task>();
        try
        {
            for (var i = 0; i < Senders; i++)
            {
                clients.Add(new TcpClient());
                await clients[^1].ConnectAsync(address.Host, address.Port, Cancel);
                await clients[^1].GetStream().WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST /api/search HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {16 << 20}\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
                        + "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\n\r\n"),
                    Cancel);
                sending.Add(SendAheadAsync(clients[^1].GetStream()));
            }

            // Until nobody gets rid of more.
            for (var last = -1L; last != Interlocked.Read(ref sent);)
            {
                last = Interlocked.Read(ref sent);
                await Task.Delay(TimeSpan.FromSeconds(1), Cancel);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }

        await Task.WhenAll(sending);
        // Kestrel alone would keep a megabyte of each.
        Assert.InRange(server.TakeHighest() - before, long.MinValue, (Senders << 20) / 2);
        await AssertWellAsync(server);
    }

    /// <summary>A whole PNG of black pixels.</summary>
    private static byte[] BlackPng(int side)
    {
        using var pixels = new MemoryStream();
        using (var compress = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[(side * 3) + 1];
            for (var y = 0; y < side; y++)
                compress.Write(row);
        }

        return PictureFolder.Png(side, side, pixels.ToArray());
    }

    /// <summary>
    /// The status; <see langword="null"/> where the server has cut the connection, which it may: it need not hear it all.
    /// </summary>
    private static async Task<HttpStatusCode?> SendAsync(ServerProcess server, HttpContent content, string name)
    {
        using var form = new MultipartFormDataContent { { content, "image", name } };
        try
        {
            using var response = await server.Client.PostAsync(new Uri("/api/search", UriKind.Relative), form, Cancel);
            return response.StatusCode;
        }
        catch (HttpRequestException exception) when (exception.InnerException is IOException)
        {
            return null;
        }
    }

    private static async Task AssertWellAsync(ServerProcess server)
    {
        using var health = await server.Client.GetAsync(new Uri("/healthz", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>A server that has its model loaded and its first picture behind it.</summary>
    private async Task<ServerProcess> StartAsync()
    {
        var server = await ServerProcess.StartAsync(served.Library);
        using var content = new ByteArrayContent(served.Outside);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(server, content, "outside.jpg"));
        return server;
    }
}
