using System.Numerics;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>Red, green and blue at 16 × 16, in levels of 255.</summary>
/// <param name="Red">Red.</param>
/// <param name="Green">Green.</param>
/// <param name="Blue">Blue.</param>
internal sealed record ColorThumbnail(LumaThumbnail Red, LumaThumbnail Green, LumaThumbnail Blue)
{
    /// <summary>Turns luminances and halved color differences into colors.</summary>
    public static ColorThumbnail From(LumaThumbnail luma, LumaThumbnail blueDifference, LumaThumbnail redDifference)
    {
        var count = luma.Values.Length;
        var (red, green, blue) = (new float[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            red[i] = luma.Values[i] + (2 * (redDifference.Values[i] - 128));
            blue[i] = luma.Values[i] + (2 * (blueDifference.Values[i] - 128));
            green[i] = (luma.Values[i] - (0.299f * red[i]) - (0.114f * blue[i])) / 0.587f;
        }

        return new ColorThumbnail(new(luma.Side, red), new(luma.Side, green), new(luma.Side, blue));
    }

    /// <summary>The color of a cell, counted row by row.</summary>
    public Vector3 At(int cell) => new(Red.Values[cell], Green.Values[cell], Blue.Values[cell]);

    /// <inheritdoc cref="LumaThumbnail.BlurredLike"/>
    public ColorThumbnail BlurredLike(float across, float down) =>
        new(Red.BlurredLike(across, down), Green.BlurredLike(across, down), Blue.BlurredLike(across, down));
}
