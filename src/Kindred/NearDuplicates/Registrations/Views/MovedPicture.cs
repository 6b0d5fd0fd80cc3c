using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations.Views;

/// <summary>A picture to be laid on others, as it is and mirrored. Not safe for several threads.</summary>
/// <param name="fingerprint">The picture.</param>
/// <param name="upright">The same unpacked.</param>
/// <param name="unpacker">Unpacks it once more where its mirror image is asked for; this thread's own.</param>
internal sealed class MovedPicture(Fingerprint fingerprint, Pyramid upright, Unpacker unpacker)
{
    private readonly LumaThumbnail?[] _mirroredDetails = new LumaThumbnail?[upright.Views.Count];
    private Pyramid? _mirrored;

    /// <summary>The picture.</summary>
    public Pyramid Upright { get; } = upright;

    /// <summary>Its mirror image, which few pairs need.</summary>
    public Pyramid Mirrored => _mirrored ??= unpacker.Unpack(fingerprint, mirrored: true);

    /// <summary>The coarse detail of a view.</summary>
    /// <param name="view">Which of <see cref="Pyramid.Views"/>.</param>
    /// <param name="mirrored">Whether to mirror it.</param>
    public LumaThumbnail DetailOf(int view, bool mirrored) => mirrored
        ? _mirroredDetails[view] ??= Upright.Views[view].Detail.Mirrored()
        : Upright.Views[view].Detail;
}
