using Kindred.Images;
using Kindred.Vision.Decoding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

namespace Kindred.Server.Uploads;

/// <summary>
/// Lets uploads in: so many at a time, so that their sum is bounded like each of them is, and none that would take too much to decode.
/// </summary>
internal sealed class UploadGate(ServerOptions options) : IDisposable
{
    /// <summary>Bounds the memory that all of them take together.</summary>
    private const int AtATime = 16;

    /// <summary>Slower senders are cut off after a moment, so that they cannot keep the places for good.</summary>
    private static readonly MinDataRate SlowestSender = new(bytesPerSecond: 16 << 10, gracePeriod: TimeSpan.FromSeconds(10));

    private readonly ImageDecoder _decoder = new(options.UploadPixels);
    private readonly SemaphoreSlim _places = new(AtATime);

    /// <summary>Waits for a place, and keeps it until disposed.</summary>
    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        return new Place(_places);
    }

    /// <summary>Reads the picture out of a form, and its size out of the picture.</summary>
    /// <exception cref="BadHttpRequestException">It is no form, or one without a picture.</exception>
    /// <exception cref="UnreadableImageException">The file is no picture, or has too many bytes or pixels.</exception>
    public async Task<UploadedPicture> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } sender)
            sender.MinDataRate = SlowestSender;
        var upload = await UploadReader.ReadAsync(request, options.UploadBytes, cancellationToken);
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

    public void Dispose() => _places.Dispose();

    internal readonly struct Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
