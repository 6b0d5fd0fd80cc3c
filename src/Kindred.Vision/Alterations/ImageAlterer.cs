using Kindred.Images;
using Kindred.Vision.Decoding;
using NetVips;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Alterations;

/// <summary>
/// Alters pictures, to see whether what is the same photograph, a variant or another thing is told apart. Equal bytes and seeds give
/// equal pictures. Safe to use from several threads.
/// </summary>
/// <param name="decoder">Opens the pictures, with its checks and limits.</param>
internal sealed class ImageAlterer(ImageDecoder decoder)
{
    private const int Quality = 90;

    // Nothing that is looked at is finer, and it bounds the work for pictures straight from a camera.
    private const int MostPixels = 800;

    /// <summary>Alters a picture.</summary>
    /// <param name="encoded">The picture's file, of any kind that <see cref="ImageDecoder"/> reads.</param>
    /// <param name="alteration">What to do to it.</param>
    /// <param name="seed">Decides how.</param>
    /// <returns>A JPEG; <see langword="null"/> where no thing stands out that could be recolored or reshaped.</returns>
    /// <exception cref="UnreadableImageException">It is not a picture, is damaged, or is over the decoder's limit.</exception>
    public byte[]? Alter(ReadOnlySpan<byte> encoded, Alteration alteration, int seed)
    {
        var picture = decoder.DecodeToFit(encoded, MostPixels, MostPixels);
        var random = new Random(HashCode(seed, alteration));
        if (alteration > Alteration.ShopEdited)
        {
            return ThingMask.Find(picture) is { } mask && Change(picture, mask, alteration, random) is { } changed
                ? Save(Open(changed), Quality)
                : null;
        }

        var edit = new ShopEdit(random);
        var image = Open(picture);
        if (alteration is Alteration.Cropped or Alteration.ShopEdited)
            image = Replace(image, edit.Crop);
        if (alteration is Alteration.Rescaled or Alteration.ShopEdited)
            image = Replace(image, edit.Rescale);
        if (alteration is Alteration.Relit or Alteration.ShopEdited)
            image = Replace(image, edit.Relight);
        if (alteration is Alteration.Reframed or Alteration.ShopEdited)
            image = Replace(image, edit.Reframe);
        return Save(image, alteration == Alteration.ShopEdited ? random.Next(50, 91) : Quality);
    }

    private static DecodedImage? Change(DecodedImage picture, ThingMask mask, Alteration alteration, Random random) => alteration switch
    {
        Alteration.Recolored => Recoloring.Apply(picture, mask, random),
        Alteration.PartRecolored => Recoloring.Apply(picture, mask.Part(random), random),
        _ => Reshaping.Apply(picture, mask, random),
    };

    private static int HashCode(int seed, Alteration alteration) => unchecked((seed * 31) + (int)alteration);

    private static VipsImage Open(DecodedImage picture)
    {
        using var pixels = VipsImage.NewFromMemoryCopy(
            picture.Rgb, picture.Width, picture.Height, bands: 3, Enums.BandFormat.Uchar);
        return pixels.Copy(interpretation: Enums.Interpretation.Srgb);
    }

    private static VipsImage Replace(VipsImage image, Func<VipsImage, VipsImage> edit)
    {
        using (image)
            return edit(image);
    }

    private static byte[] Save(VipsImage image, int quality)
    {
        using (image)
            return image.JpegsaveBuffer(q: quality);
    }
}
