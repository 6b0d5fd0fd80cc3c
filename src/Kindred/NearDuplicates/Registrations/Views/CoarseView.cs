using Kindred.Images;
using Kindred.NearDuplicates.Registrations.Starts;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>The local detail of a part of a picture, coarse, to find out how two pictures lie on each other. Immutable.</summary>
internal sealed class CoarseView
{
    /// <summary>Pixels along a side.</summary>
    public const int Side = Fingerprint.LumaSide / Shrink;

    /// <summary>Pixels of a picture along a side of one here.</summary>
    public const int Shrink = 2;

    private StartSpreads? _spreads;

    /// <summary>Takes a view.</summary>
    /// <param name="detail">Its local detail.</param>
    /// <param name="frame">The part of the picture.</param>
    public CoarseView(LumaThumbnail detail, Frame frame) => (Detail, Frame) = (detail, frame);

    /// <summary>The part that it shows.</summary>
    public Frame Frame { get; }

    /// <summary>Its local detail.</summary>
    public LumaThumbnail Detail { get; }

    /// <summary>What others need to know that are laid on it.</summary>
    public StartSpreads Spreads => _spreads ??= new StartSpreads(Detail.Values);
}
