using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>
/// A fingerprint unpacked to be laid on others, as it is and mirrored, when it is first asked for: by far the greater part of a
/// comparison does not depend on what it is laid on. Not safe for several threads.
/// </summary>
internal sealed class MovedPyramids(Fingerprint fingerprint)
{
    private Pyramid? _upright;
    private Pyramid? _mirrored;

    public Pyramid Upright => _upright ??= new Pyramid(fingerprint, mirrored: false);

    public Pyramid Mirrored => _mirrored ??= new Pyramid(fingerprint, mirrored: true);
}
