using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Vision.Thumbnails;
using Microsoft.Extensions.Logging;

namespace Kindred.Server.Thumbnails;

/// <summary>
/// Thumbnails of a library's images: made when first asked for, once for all who ask at the same time, and kept on disk by content and
/// size. Safe to use from several threads.
/// </summary>
internal sealed class ThumbnailCache : IDisposable
{
    private readonly PictureSources _pictures;
    private readonly ThumbnailMaker _maker;
    private readonly ThumbnailFolder _folder;
    private readonly SharedWork<(Image Image, int Size), byte[]> _making;
    private readonly SemaphoreSlim _decodes = new(Environment.ProcessorCount);

    /// <summary>Opens a cache; its folder is looked through with the first thumbnail that is written.</summary>
    /// <param name="options">Where thumbnails are kept, and how many.</param>
    /// <param name="pictures">Where the pictures are.</param>
    /// <param name="maker">Makes them.</param>
    /// <param name="time">The clock by which the thumbnails used longest ago are known.</param>
    /// <param name="logger">Told when thumbnails cannot be kept.</param>
    public ThumbnailCache(
        ThumbnailCacheOptions options, PictureSources pictures, ThumbnailMaker maker, TimeProvider time, ILogger<ThumbnailCache> logger)
    {
        _pictures = pictures;
        _maker = maker;
        _folder = new ThumbnailFolder(options, time, logger);
        // By image, not by content: of two images of one content, one may have lost its file.
        _making = new SharedWork<(Image Image, int Size), byte[]>((wanted, stop) => MakeAsync(wanted.Image, wanted.Size, stop));
    }

    /// <summary>The folder's latest look for thumbnails to evict.</summary>
    public Task Trimming => _folder.Trimming;

    /// <summary>The thumbnail of an image: one that was made before, even where the image's file is gone by now, or a new one.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">Pixels of the longer side; see <see cref="ThumbnailMaker.Make"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A JPEG.</returns>
    /// <exception cref="UnreadableImageException">
    /// The file is gone, cannot be read or is no longer what was indexed, all of which is <see cref="ImageFault.Missing"/>; or it cannot be
    /// decoded; or what keeps it does not answer now, which is <see cref="ImageFault.Unreachable"/>.
    /// </exception>
    public async Task<byte[]> GetAsync(Image image, int size, CancellationToken cancellationToken) =>
        await _folder.ReadAsync(new ThumbnailKey(image.Content, size), cancellationToken)
        ?? await _making.GetAsync((image, size), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _decodes.Dispose();

    private async Task<byte[]> MakeAsync(Image image, int size, CancellationToken cancellationToken)
    {
        byte[] thumbnail;
        await _decodes.WaitAsync(cancellationToken);
        try
        {
            using var file = await ReadIndexedAsync(image, cancellationToken);
            thumbnail = _maker.Make(file.Bytes.Span, size);
        }
        finally
        {
            _decodes.Release();
        }

        // Not cancelled: what was made is worth the moment it takes to store it.
        await _folder.WriteAsync(new ThumbnailKey(image.Content, size), thumbnail, CancellationToken.None);
        return thumbnail;
    }

    /// <summary>The bytes that were indexed, or none: a file that has changed since is another picture.</summary>
    private async Task<EncodedImage> ReadIndexedAsync(Image image, CancellationToken cancellationToken)
    {
        try
        {
            var file = await _pictures.ReadAsync(image, cancellationToken);
            if (ContentHash.Of(file.Bytes.Span) == image.Content)
                return file;
            file.Dispose();
        }
        catch (UnreadableImageException exception) when (exception.ImageFault is not (ImageFault.Missing or ImageFault.Unreachable))
        {
            // It is empty or too large, which it was not when it was indexed.
        }

        throw new UnreadableImageException(ImageFault.Missing, "the file has changed since it was indexed");
    }
}
