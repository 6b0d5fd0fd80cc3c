namespace Kindred.NearDuplicates.Registrations;

/// <summary>The local detail of a part of a picture, coarse, to find out how two pictures lie on each other. Not safe for several threads.</summary>
internal sealed class CoarseView
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = Images.Fingerprint.LumaSide / Shrink;

    private const int Shrink = 2;

    private StartSamples? _atStarts;

    /// <summary>Takes a view.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="frame">The part of it.</param>
    public CoarseView(LumaThumbnail luma, Frame frame)
    {
        Frame = frame;
        Detail = (frame == Frame.Whole ? luma.Shrunk(Shrink) : luma.Shrunk(Shrink, frame)).Detail();
    }

    /// <summary>The part that it shows.</summary>
    public Frame Frame { get; }

    /// <summary>Its local detail.</summary>
    public LumaThumbnail Detail { get; }

    /// <summary>The same at each start of a search.</summary>
    public StartSamples AtStarts => _atStarts ??= new StartSamples(Detail);
}
