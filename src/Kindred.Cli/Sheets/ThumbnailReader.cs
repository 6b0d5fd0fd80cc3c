using Kindred.Images;
using Kindred.Vision.Decoding;

namespace Kindred.Cli.Sheets;

/// <summary>Reads pictures to be drawn, as guardedly as indexing does.</summary>
internal static class ThumbnailReader
{
    private static readonly ImageDecoder Decoder = new();

    /// <summary>The picture, or <see langword="null"/> where its file has gone or gone bad since it was indexed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="size">Pixels of its longer side, at most.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static async Task<SheetPicture?> ReadAsync(string file, int size, CancellationToken cancellationToken)
    {
        try
        {
            using var encoded = await EncodedImage.ReadAsync(file, cancellationToken: cancellationToken);
            var decoded = Decoder.DecodeToFit(encoded.Bytes.Span, size, size);
            return new SheetPicture(decoded.Width, decoded.Height, decoded.Rgb);
        }
        catch (UnreadableImageException)
        {
            return null;
        }
    }
}
