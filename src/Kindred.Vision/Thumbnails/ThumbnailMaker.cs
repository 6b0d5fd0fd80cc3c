using Kindred.Images;
using Kindred.Vision.Decoding;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Thumbnails;

/// <summary>
/// Makes small JPEGs to show: upright, sRGB, transparent parts white, nothing of the file's metadata. Equal bytes give equal thumbnails.
/// Safe to use from several threads; each call works on its caller's thread.
/// </summary>
/// <param name="decoder">Opens the pictures, with its checks and limits.</param>
internal sealed class ThumbnailMaker(ImageDecoder decoder)
{
    /// <summary>The longest side a JPEG can have.</summary>
    public const int LargestSize = 65_500;

    private const int Quality = 80;

    /// <summary>Makes a thumbnail.</summary>
    /// <param name="encoded">The picture's file, of any kind that <see cref="ImageDecoder"/> reads. Not needed after the call.</param>
    /// <param name="size">Pixels of the longer side, from 1 to <see cref="LargestSize"/>. A smaller picture keeps its size.</param>
    /// <returns>A baseline JPEG.</returns>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or is over the decoder's limit.</exception>
    public byte[] Make(ReadOnlySpan<byte> encoded, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestSize);
        var decoded = decoder.DecodeToFit(encoded, size, size);
        using var pixels = VipsImage.NewFromMemory(decoded.Rgb, decoded.Width, decoded.Height, bands: 3, Enums.BandFormat.Uchar);
        using var image = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        return image.JpegsaveBuffer(q: Quality, keep: Enums.ForeignKeep.None);
    }
}
