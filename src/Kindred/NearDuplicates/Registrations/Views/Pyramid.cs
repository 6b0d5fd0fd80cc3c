using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// A fingerprint unpacked for comparison: its local detail at two resolutions, and its colors. What only pictures that are much alike
/// need comes when it is asked for. Any number of threads may ask: two that ask at once compute the same.
/// </summary>
internal sealed class Pyramid
{
    private readonly Fingerprint _fingerprint;
    private readonly bool _mirrored;
    private LumaThumbnail? _luma;
    private LumaThumbnail? _fine;
    private ColorThumbnail? _colors;

    /// <summary>Takes what was unpacked.</summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="mirrored">Whether the picture is mirrored.</param>
    /// <param name="picture">See <see cref="Picture"/>.</param>
    /// <param name="content">The first of <see cref="Views"/>.</param>
    /// <param name="whole">The second.</param>
    public Pyramid(Fingerprint fingerprint, bool mirrored, Frame picture, CoarseView content, CoarseView whole)
    {
        (_fingerprint, _mirrored) = (fingerprint, mirrored);
        Picture = picture;
        Views = [content, whole];
    }

    public LumaThumbnail Luma => _luma ??= Unsmoothed().Smoothed();

    /// <summary>The picture without a canvas or border around it.</summary>
    public Frame Picture { get; }

    /// <summary>
    /// What lies inside of all plain edges, which is a thing where it stands on a plain ground; and <see cref="Picture"/>, which may be the
    /// same view. Two of a photograph agree in one or the other.
    /// </summary>
    public IReadOnlyList<CoarseView> Views { get; }

    public LumaThumbnail Fine => _fine ??= Luma.Detail();

    public ColorThumbnail Colors => _colors ??= ColorThumbnail.From(
        Unsmoothed().Shrunk(Fingerprint.LumaSide / Fingerprint.ChromaSide).Smoothed(),
        Difference(_fingerprint.BlueDifference),
        Difference(_fingerprint.RedDifference));

    private LumaThumbnail Unsmoothed() => AsSeen(LumaThumbnail.FromBytes(Fingerprint.LumaSide, _fingerprint.Luma));

    private LumaThumbnail Difference(ReadOnlySpan<byte> bytes) =>
        AsSeen(LumaThumbnail.FromBytes(Fingerprint.ChromaSide, bytes)).Smoothed();

    private LumaThumbnail AsSeen(LumaThumbnail thumbnail) => _mirrored ? thumbnail.Mirrored() : thumbnail;
}
