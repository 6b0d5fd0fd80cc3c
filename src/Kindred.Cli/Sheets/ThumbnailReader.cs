using Kindred.Images;
using Kindred.Images.Sources;
using Kindred.Vision.Decoding;

namespace Kindred.Cli.Sheets;

/// <summary>Reads pictures to be drawn, as guardedly as indexing does.</summary>
/// <param name="pictures">Where the library's pictures are.</param>
internal sealed class ThumbnailReader(PictureSources pictures)
{
    private static readonly ImageDecoder Decoder = new();

    /// <summary>
    /// An image, or <see langword="null"/> where its file has gone or gone bad since it was indexed, or cannot be had now.
    /// </summary>
    /// <param name="image">The image.</param>
    /// <param name="size">Pixels of its longer side, at most.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public Task<SheetPicture?> ReadAsync(Image image, int size, CancellationToken cancellationToken) =>
        DecodeAsync(() => pictures.ReadAsync(image, cancellationToken), size);

    /// <summary>A picture from outside the library, in the same way.</summary>
    /// <param name="file">Its file.</param>
    /// <param name="size">Pixels of its longer side, at most.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static Task<SheetPicture?> ReadAsync(string file, int size, CancellationToken cancellationToken) =>
        DecodeAsync(() => EncodedImage.ReadAsync(file, cancellationToken: cancellationToken), size);

    private static async Task<SheetPicture?> DecodeAsync(Func<ValueTask<EncodedImage>> read, int size)
    {
        try
        {
            using var encoded = await read();
            var decoded = Decoder.DecodeToFit(encoded.Bytes.Span, size, size);
            return new SheetPicture(decoded.Width, decoded.Height, decoded.Rgb);
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }
}
