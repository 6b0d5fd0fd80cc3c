using System.IO.Compression;
using System.Net;
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
