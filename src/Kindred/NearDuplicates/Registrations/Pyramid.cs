using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A fingerprint unpacked for comparison: its local detail at two resolutions, and its colors. What only pictures that are much alike
/// need comes when it is asked for. Not safe for several threads.
/// </summary>
internal sealed class Pyramid
{
    private static readonly int NearStarts = Placement.Near.Count;

    private readonly Fingerprint _fingerprint;
    private readonly bool _mirrored;
    private readonly LumaThumbnail _unsmoothed;
    private LumaThumbnail? _fine;
    private ColorThumbnail? _colors;

    public Pyramid(Fingerprint fingerprint, bool mirrored)
    {
        _fingerprint = fingerprint;
        _mirrored = mirrored;
        _unsmoothed = LumaThumbnail.FromBytes(Fingerprint.LumaSide, fingerprint.Luma);
        if (mirrored)
            _unsmoothed = _unsmoothed.Mirrored();
        Luma = _unsmoothed.Smoothed();
        var (content, picture) = Frame.Find(_unsmoothed);
        Picture = picture;
        // Hardly anybody mirrors a photograph and cuts a lot off it, and every start takes its time.
        var starts = mirrored ? NearStarts : Placement.Starts.Count;
        var view = new CoarseView(Luma, content, starts);
        Views = [view, content == picture ? view : new CoarseView(Luma, picture, starts)];
    }

    public LumaThumbnail Luma { get; }

    /// <summary>The picture without a canvas or border around it.</summary>
    public Frame Picture { get; }

    /// <summary>
    /// What lies inside of all plain edges, which is a thing where it stands on a plain ground; and <see cref="Picture"/>, which may be the
    /// same view. Two of a photograph agree in one or the other.
    /// </summary>
    public IReadOnlyList<CoarseView> Views { get; }

    public LumaThumbnail Fine => _fine ??= Luma.Detail();

    public ColorThumbnail Colors => _colors ??= ColorThumbnail.From(
        _unsmoothed.Shrunk(Fingerprint.LumaSide / Fingerprint.ChromaSide).Smoothed(),
        Difference(_fingerprint.BlueDifference),
        Difference(_fingerprint.RedDifference));

    private LumaThumbnail Difference(ReadOnlySpan<byte> bytes)
    {
        var thumbnail = LumaThumbnail.FromBytes(Fingerprint.ChromaSide, bytes);
        return (_mirrored ? thumbnail.Mirrored() : thumbnail).Smoothed();
    }
}
