using System.Net;

namespace Kindred.Tests.Server;

/// <summary>A body that is made while it is sent.</summary>
/// <param name="length">Its bytes.</param>
/// <param name="saysLength">Whether the length is said beforehand.</param>
/// <param name="pauseAfter">Bytes after which nothing more comes.</param>
internal sealed class GeneratedContent(long length, bool saysLength, long pauseAfter = long.MaxValue) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var chunk = new byte[16 << 10];
        new Random(1).NextBytes(chunk);
        for (var sent = 0L; sent < length; sent += chunk.Length)
        {
            if (sent >= pauseAfter)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            await stream.WriteAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, length - sent)), cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return saysLength;
    }
}
