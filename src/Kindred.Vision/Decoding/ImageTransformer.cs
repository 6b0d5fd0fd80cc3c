using Kindred.Images;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Decoding;

/// <summary>
/// Makes transformed copies of pictures, to see whether they are recognized. Equal bytes give equal copies. Safe to use from several
/// threads.
/// </summary>
/// <param name="decoder">Opens the pictures, with its checks and limits.</param>
internal sealed class ImageTransformer(ImageDecoder decoder)
{
    private const int Quality = 90;
    private const int LowQuality = 30;

    private static readonly double[] Black = [0, 0, 0];
    private static readonly double[] White = [255, 255, 255];

    /// <summary>Makes a copy.</summary>
    /// <param name="encoded">The picture's file, of any kind that <see cref="ImageDecoder"/> reads.</param>
    /// <param name="transformation">What to do to it.</param>
    /// <returns>A JPEG, at quality 90 unless the transformation is <see cref="Transformation.Jpeg30"/>.</returns>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or is over the decoder's limit.</exception>
    public byte[] Transform(ReadOnlySpan<byte> encoded, Transformation transformation)
    {
        var decoded = decoder.DecodeToFit(encoded, int.MaxValue, int.MaxValue);
        using var pixels = VipsImage.NewFromMemory(decoded.Rgb, decoded.Width, decoded.Height, bands: 3, Enums.BandFormat.Uchar);
        using var image = pixels.Copy(interpretation: Enums.Interpretation.Srgb);
        using var transformed = Apply(image, transformation);
        return transformed.JpegsaveBuffer(q: transformation == Transformation.Jpeg30 ? LowQuality : Quality);
    }

    private static VipsImage Apply(VipsImage image, Transformation transformation) => transformation switch
    {
        Transformation.Jpeg30 => image.Copy(),
        Transformation.HalfSize => image.ThumbnailImage(Math.Max(1, image.Width / 2), Math.Max(1, image.Height / 2), Enums.Size.Force),
        Transformation.Crop90 => CropMiddle(image, Math.Max(1, image.Width * 9 / 10), Math.Max(1, image.Height * 9 / 10)),
        Transformation.Mirror => image.Flip(Enums.Direction.Horizontal),
        Transformation.Rotate5 => Rotate(image),
        Transformation.Brighter20 => image.Linear([1.2], [0], uchar: true),
        Transformation.Darker20 => image.Linear([0.8], [0], uchar: true),
        Transformation.Border5 => Frame(image, Math.Max(1, Math.Min(image.Width, image.Height) / 20)),
        _ => throw new ArgumentOutOfRangeException(nameof(transformation)),
    };

    private static VipsImage CropMiddle(VipsImage image, int width, int height) =>
        image.Crop((image.Width - width) / 2, (image.Height - height) / 2, width, height);

    private static VipsImage Rotate(VipsImage image)
    {
        using var larger = image.Rotate(5, background: Black);
        return CropMiddle(larger, image.Width, image.Height);
    }

    private static VipsImage Frame(VipsImage image, int width) => image.Embed(
        width, width, image.Width + (2 * width), image.Height + (2 * width), extend: Enums.Extend.Background, background: White);
}
