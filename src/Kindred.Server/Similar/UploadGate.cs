using System.Net;
using System.Threading.RateLimiting;
using Kindred.Images;
using Kindred.Memory;
using Kindred.Server.Api;
using Kindred.Server.Security;
using Kindred.Vision.Decoding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Kindred.Server.Similar;

/// <summary>
/// Admits uploads: only so many at a time, so that their total size is bounded, of one client half of them, so that it leaves others a
/// place, and none that would take too much to decode.
/// </summary>
internal sealed class UploadGate(ServerOptions options) : IDisposable
{
    private const int MostAtATime = 16;

    /// <summary>Requests that wait for a place; their pictures have not been read.</summary>
    private const int MostWaiting = 256;

    /// <summary>Slower senders are cut off after a moment, so that they cannot keep the places for good.</summary>
    private static readonly MinDataRate SlowestSender = new(bytesPerSecond: 16 << 10, gracePeriod: TimeSpan.FromSeconds(10));

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>How long a picture may take to arrive, however large it is.</summary>
    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(2);

    private readonly ImageDecoder _decoder = new(options.UploadPixels);
    private readonly PartitionedRateLimiter<HttpContext> _places = CreatePlaces(
        // So many that they fit into the memory for files, however large they are.
        (int)Math.Clamp(PictureMemory.Files.Limit / options.UploadBytes, 1, MostAtATime));

    /// <summary>Waits for a place for a while, and keeps it until disposed.</summary>
    /// <exception cref="RefusedRequestException">None has become free.</exception>
    public async Task<RateLimitLease> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestWait);
        RateLimitLease lease;
        try
        {
            lease = await _places.AcquireAsync(context, cancellationToken: late.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Full(exception);
        }

        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        throw Full();
    }

    /// <summary>Reads the picture out of a form, and its size out of the picture.</summary>
    /// <exception cref="RefusedRequestException">It is no form, or one without a picture.</exception>
    /// <exception cref="UnreadableImageException">The file is no picture, or has too many bytes or pixels.</exception>
    public async Task<UploadedPicture> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var upload = await ReadAsync(
            request, stop => UploadReader.ReadAsync(request, options.UploadBytes, stop), cancellationToken);
        try
        {
            _decoder.ReadHeader(upload.Picture.Bytes.Span);
            return upload;
        }
        catch
        {
            upload.Picture.Dispose();
            throw;
        }
    }

    /// <summary>Reads a picture, or what stands before it, in the time that it may take.</summary>
    /// <exception cref="RefusedRequestException">It has not arrived by then.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpRequest request, Func<CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } sender)
            sender.MinDataRate = SlowestSender;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(LongestRead);
        try
        {
            return await readAsync(late.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedRequestException("The picture did not arrive in time.", StatusCodes.Status408RequestTimeout, exception);
        }
    }

    public void Dispose() => _places.Dispose();

    private static PartitionedRateLimiter<HttpContext> CreatePlaces(int places)
    {
        PartitionedRateLimiter<HttpContext> Limiter(int permits, Func<HttpContext, IPAddress> by) =>
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetConcurrencyLimiter(
                by(context), _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = permits,
                    QueueLimit = MostWaiting,
                    QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                }));
        return PartitionedRateLimiter.CreateChained(
            Limiter(Math.Max(1, places / 2), context => ClientAddress.Of(context)),
            Limiter(places, _ => IPAddress.None));
    }

    private static RefusedRequestException Full(Exception? inner = null) => new(
        "Too many pictures are being sent; try again in a moment.", StatusCodes.Status503ServiceUnavailable, inner);
}
