using System.Numerics.Tensors;
using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>
/// Unpacks fingerprints for comparison, and keeps nothing of them but what every pair needs. Its memory serves one after another; not
/// safe for several threads.
/// </summary>
internal sealed class Unpacker
{
    private readonly float[] _unsmoothed = new float[Fingerprint.LumaSide * Fingerprint.LumaSide];
    private readonly float[] _across = new float[Fingerprint.LumaSide * Fingerprint.LumaSide];
    private readonly float[] _smoothed = new float[Fingerprint.LumaSide * Fingerprint.LumaSide];
    private readonly float[] _shrunk = new float[CoarseView.Side * CoarseView.Side];
    private readonly LocalDetail _detail = new(CoarseView.Side);

    /// <summary>Unpacks a fingerprint.</summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="mirrored">Whether to mirror the picture.</param>
    public Pyramid Unpack(Fingerprint fingerprint, bool mirrored)
    {
        TensorPrimitives.ConvertTruncating(fingerprint.Luma[.._unsmoothed.Length], _unsmoothed.AsSpan());
        if (mirrored)
            LumaThumbnail.Mirror(Fingerprint.LumaSide, _unsmoothed);
        var unsmoothed = new LumaThumbnail(Fingerprint.LumaSide, _unsmoothed);
        unsmoothed.Smooth(_across, _smoothed);
        var (content, picture) = Frame.Find(unsmoothed);
        var view = View(content);
        return new Pyramid(fingerprint, mirrored, picture, view, content == picture ? view : View(picture));
    }

    private CoarseView View(Frame frame)
    {
        var luma = new LumaThumbnail(Fingerprint.LumaSide, _smoothed);
        if (frame == Frame.Whole)
            luma.Shrink(CoarseView.Shrink, _shrunk);
        else
            luma.Shrink(CoarseView.Shrink, frame, _shrunk);
        var detail = new float[_shrunk.Length];
        _detail.Take(_shrunk, detail);
        return new CoarseView(new LumaThumbnail(CoarseView.Side, detail), frame);
    }
}
