using Kindred.Images;
using Kindred.Vision.Decoding;
using Microsoft.Extensions.AI;
using VipsImage = NetVips.Image;

namespace Kindred.Vision.Generators;

/// <summary>A picture nobody can object to: whether a generator embeds it says whether it works.</summary>
internal static class ProbePicture
{
    // Services may refuse a picture of a few pixels.
    private const int Side = 64;

    /// <summary>A gray PNG.</summary>
    public static DataContent Create()
    {
        LibVips.Initialize();
        using var black = VipsImage.Black(Side, Side, bands: 3);
        using var gray = black.Linear([1.0], [128.0], uchar: true);
        return new DataContent(gray.PngsaveBuffer(), "image/png") { Name = "gray.png" };
    }
}
