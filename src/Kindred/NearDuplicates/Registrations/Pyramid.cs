using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A fingerprint unpacked for comparison: its local detail at two resolutions, and its colors. The coarse one at once; what only
/// pictures that are much alike need, when it is asked for. Not safe for several threads.
/// </summary>
internal sealed class Pyramid
{
    /// <summary>Pixels along the side of <see cref="Coarse"/>.</summary>
    public const int CoarseSide = Fingerprint.LumaSide / Shrink;

    private const int Shrink = 2;

    private readonly Fingerprint _fingerprint;
    private readonly bool _mirrored;
    private readonly LumaThumbnail _unsmoothed;
    private LumaThumbnail? _fine;
    private StartSamples? _atStarts;
    private ColorThumbnail? _colors;

    public Pyramid(Fingerprint fingerprint, bool mirrored)
    {
        _fingerprint = fingerprint;
        _mirrored = mirrored;
        _unsmoothed = LumaThumbnail.FromBytes(Fingerprint.LumaSide, fingerprint.Luma);
        if (mirrored)
            _unsmoothed = _unsmoothed.Mirrored();
        Luma = _unsmoothed.Smoothed();
        Coarse = Luma.Shrunk(Shrink).Detail();
    }

    public LumaThumbnail Luma { get; }

    public LumaThumbnail Fine => _fine ??= Luma.Detail();

    public LumaThumbnail Coarse { get; }

    public StartSamples AtStarts => _atStarts ??= new StartSamples(Coarse);

    public ColorThumbnail Colors => _colors ??= new ColorThumbnail(
        _unsmoothed.Shrunk(Fingerprint.LumaSide / Fingerprint.ChromaSide).Smoothed(),
        Difference(_fingerprint.BlueDifference),
        Difference(_fingerprint.RedDifference));

    private LumaThumbnail Difference(ReadOnlySpan<byte> bytes)
    {
        var thumbnail = LumaThumbnail.FromBytes(Fingerprint.ChromaSide, bytes);
        return (_mirrored ? thumbnail.Mirrored() : thumbnail).Smoothed();
    }
}
