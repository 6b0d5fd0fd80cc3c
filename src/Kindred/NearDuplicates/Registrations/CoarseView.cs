using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// The local detail of a part of a picture, coarse, to find out how two pictures lie on each other. Not safe for several threads.
/// </summary>
internal sealed class CoarseView
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = Fingerprint.LumaSide / Shrink;

    private const int Shrink = 2;

    private readonly int _starts;
    private StartSamples? _atStarts;

    /// <summary>Takes a view.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="frame">The part of it.</param>
    /// <param name="starts">Starts that others are laid on it from.</param>
    public CoarseView(LumaThumbnail luma, Frame frame, int starts)
    {
        _starts = starts;
        Frame = frame;
        Detail = (frame == Frame.Whole ? luma.Shrunk(Shrink) : luma.Shrunk(Shrink, frame)).Detail();
    }

    /// <summary>The part that it shows.</summary>
    public Frame Frame { get; }

    /// <summary>Its local detail.</summary>
    public LumaThumbnail Detail { get; }

    /// <summary>The same at the starts of a search.</summary>
    public StartSamples AtStarts => _atStarts ??= new StartSamples(Detail, _starts);
}
