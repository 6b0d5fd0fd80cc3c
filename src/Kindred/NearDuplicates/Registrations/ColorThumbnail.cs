namespace Kindred.NearDuplicates.Registrations;

/// <summary>Red, green and blue at 16 × 16, in levels of 255.</summary>
internal sealed class ColorThumbnail
{
    public ColorThumbnail(LumaThumbnail luma, LumaThumbnail blueDifference, LumaThumbnail redDifference)
    {
        var count = luma.Values.Length;
        var (red, green, blue) = (new float[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            red[i] = luma.Values[i] + (2 * (redDifference.Values[i] - 128));
            blue[i] = luma.Values[i] + (2 * (blueDifference.Values[i] - 128));
            green[i] = (luma.Values[i] - (0.299f * red[i]) - (0.114f * blue[i])) / 0.587f;
        }

        (Red, Green, Blue) = (new LumaThumbnail(luma.Side, red), new LumaThumbnail(luma.Side, green), new LumaThumbnail(luma.Side, blue));
    }

    public LumaThumbnail Red { get; }

    public LumaThumbnail Green { get; }

    public LumaThumbnail Blue { get; }
}
