using Kindred.Images;
using Kindred.Memory;
using NetVips;

namespace Kindred.Vision.Decoding;

/// <summary>
/// Decodes pictures of unknown origin and resizes them, with libvips. Reads JPEG, PNG, WebP, GIF, TIFF and AVIF, nothing else;
/// of several frames or pages the first. The result is upright, 8-bit sRGB, and transparent parts show white.
/// </summary>
/// <remarks>
/// Safe to use from several threads. Each call works on its caller's thread: run one per core.
/// Equal bytes give equal pixels, on any thread. Pictures that need much memory wait for one another.
/// </remarks>
internal sealed class ImageDecoder
{
    /// <summary>200 megapixels.</summary>
    public const long DefaultPixelLimit = 200_000_000;

    private readonly long _pixelLimit;
    private readonly MemoryBudget _memory;

    /// <summary>Creates a decoder. It holds nothing and need not be disposed.</summary>
    /// <param name="pixelLimit">
    /// Pictures with more pixels than this (width × height of the first frame) are refused from their header alone.
    /// At least 1; 200 megapixels by default.
    /// </param>
    /// <param name="memory">What pictures may take together while they are decoded; the process's by default.</param>
    public ImageDecoder(long pixelLimit = DefaultPixelLimit, MemoryBudget? memory = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixelLimit, 1);
        _pixelLimit = pixelLimit;
        _memory = memory ?? PictureMemory.Pixels;
        LibVips.Initialize();
    }

    /// <summary>Decodes a picture and squashes or stretches it to an exact size.</summary>
    /// <param name="encoded">The file's bytes. They are not needed after the call.</param>
    /// <param name="width">Width wanted, at least 1.</param>
    /// <param name="height">Height wanted, at least 1.</param>
    /// <param name="rgb">
    /// Gets the pixels, width × height × 3 bytes: red, green, blue; left to right, then top to bottom. Any bytes after
    /// those are left alone. After an exception its content is undefined.
    /// </param>
    /// <returns>The picture's own size.</returns>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or too large.</exception>
    public ImageSize Decode(ReadOnlySpan<byte> encoded, int width, int height, Span<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rgb.Length, checked(width * height * 3), nameof(rgb));

        var format = Recognize(encoded);
        try
        {
            using var file = Open(format, encoded);
            using var share = Wait(file.MemoryToDecode(width, height));
            file.Decode(width, height, rgb, CancellationToken.None);
            return file.Size;
        }
        catch (VipsException)
        {
            throw Damaged(format);
        }
    }

    /// <summary>Decodes a picture as <see cref="Decode"/> does, on another thread that can be left behind.</summary>
    /// <param name="image">The file. It is disposed when it is not needed any more, whatever becomes of the task.</param>
    /// <param name="width">Width wanted, at least 1.</param>
    /// <param name="height">Height wanted, at least 1.</param>
    /// <param name="rgb">Gets the pixels; where the task is canceled, something may be written to it for a while yet.</param>
    /// <param name="cancellationToken">Stops waiting at once, and the work as soon as the format allows.</param>
    /// <returns>The picture's own size.</returns>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or too large.</exception>
    public Task<ImageSize> DecodeAsync(
        EncodedImage image, int width, int height, Memory<byte> rgb, CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.IsCancellationRequested)
        {
            return Task.Run(() => DecodeAndDisposeAsync(image, width, height, rgb, cancellationToken), CancellationToken.None)
                .WaitAsync(cancellationToken);
        }

        image.Dispose();
        return Task.FromCanceled<ImageSize>(cancellationToken);
    }

    /// <summary>Decodes a picture and shrinks it to fit a box, keeping its proportions. Never enlarges.</summary>
    /// <param name="encoded">The file's bytes. They are not needed after the call.</param>
    /// <param name="maxWidth">Width of the box, at least 1.</param>
    /// <param name="maxHeight">Height of the box, at least 1.</param>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or is over the pixel limit.</exception>
    public DecodedImage DecodeToFit(ReadOnlySpan<byte> encoded, int maxWidth, int maxHeight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxHeight, 1);

        var format = Recognize(encoded);
        try
        {
            using var file = Open(format, encoded);
            var shrink = Math.Max(1, Math.Max((double)file.Size.Width / maxWidth, (double)file.Size.Height / maxHeight));
            var width = Math.Max(1, (int)Math.Round(file.Size.Width / shrink));
            var height = Math.Max(1, (int)Math.Round(file.Size.Height / shrink));
            using var share = Wait(file.MemoryToDecode(width, height));
            var rgb = new byte[checked(width * height * 3)];
            file.Decode(width, height, rgb, CancellationToken.None);
            return new DecodedImage(width, height, rgb);
        }
        catch (VipsException)
        {
            throw Damaged(format);
        }
    }

    /// <summary>Reads a picture's header and decodes nothing, so that damage further on goes unnoticed.</summary>
    /// <param name="encoded">The file's bytes. They are not needed after the call.</param>
    /// <exception cref="UnreadableImageException">It is not a picture, its header is damaged, or it is over the pixel limit.</exception>
    public ImageHeader ReadHeader(ReadOnlySpan<byte> encoded)
    {
        var format = Recognize(encoded);
        try
        {
            using var file = Open(format, encoded);
            return new ImageHeader(format.MediaType, file.Size);
        }
        catch (VipsException)
        {
            throw Damaged(format);
        }
    }

    private async Task<ImageSize> DecodeAndDisposeAsync(
        EncodedImage image, int width, int height, Memory<byte> rgb, CancellationToken cancellationToken)
    {
        using (image)
        {
            var format = Recognize(image.Bytes.Span);
            try
            {
                using var file = Open(format, image.Bytes.Span);
                using var share = await TakeAsync(file.MemoryToDecode(width, height), cancellationToken);
                file.Decode(width, height, rgb.Span, cancellationToken);
                return file.Size;
            }
            catch (VipsException)
            {
                throw Damaged(format);
            }
        }
    }

    private MemoryShare Wait(long bytes) => TakeAsync(bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private ValueTask<MemoryShare> TakeAsync(long bytes, CancellationToken cancellationToken) =>
        bytes <= _memory.Limit
            ? _memory.TakeAsync(bytes, cancellationToken)
            : throw new UnreadableImageException(
                ImageFault.TooLarge, $"decoding it takes {bytes >> 20} MiB, more than the {_memory.Limit >> 20} MiB allowed for it");

    private static ImageFormat Recognize(ReadOnlySpan<byte> encoded)
    {
        if (encoded.IsEmpty)
            throw new UnreadableImageException(ImageFault.Damaged, "empty file");
        return ImageFormat.Detect(encoded)
            ?? throw new UnreadableImageException(ImageFault.Unsupported, "not a picture Kindred can read");
    }

    private ImageFile Open(ImageFormat format, ReadOnlySpan<byte> encoded)
    {
        var file = ImageFile.Open(format, encoded);
        var (width, height) = file.Size;
        if ((long)width * height <= _pixelLimit)
            return file;
        file.Dispose();
        throw new UnreadableImageException(
            ImageFault.TooLarge, $"{width} × {height} pixels, more than the limit of {_pixelLimit / 1e6:0.##} megapixels");
    }

    // Without what libvips says about it: its messages go through one buffer for all threads, so that they can be about
    // another picture, and they are written for programmers.
    private static UnreadableImageException Damaged(ImageFormat format) =>
        new(ImageFault.Damaged, $"truncated or damaged {format.Name}");
}
