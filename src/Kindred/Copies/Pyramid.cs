namespace Kindred.Copies;

/// <summary>A fingerprint unpacked for comparison: its local detail at two resolutions, and its colors.</summary>
internal sealed class Pyramid
{
    public Pyramid(Fingerprint fingerprint, bool mirrored)
    {
        var luma = Thumbnail.FromBytes(Fingerprint.LumaSide, fingerprint.Luma);
        if (mirrored)
            luma = luma.Mirrored();
        Luma = luma.Smoothed();
        Fine = Luma.Detail();
        Coarse = Luma.Shrunk(2).Detail();
        Colors = new ColorThumbnail(
            luma.Shrunk(Fingerprint.LumaSide / Fingerprint.ChromaSide).Smoothed(),
            Difference(fingerprint.BlueDifference),
            Difference(fingerprint.RedDifference));

        Thumbnail Difference(ReadOnlySpan<byte> bytes)
        {
            var thumbnail = Thumbnail.FromBytes(Fingerprint.ChromaSide, bytes);
            return (mirrored ? thumbnail.Mirrored() : thumbnail).Smoothed();
        }
    }

    public Thumbnail Luma { get; }

    public Thumbnail Fine { get; }

    public Thumbnail Coarse { get; }

    public ColorThumbnail Colors { get; }
}
