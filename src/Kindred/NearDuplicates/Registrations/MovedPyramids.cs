using Kindred.Images;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>A picture to be laid on others, as it is and mirrored. Not safe for several threads.</summary>
/// <param name="fingerprint">The picture.</param>
/// <param name="upright">The same unpacked.</param>
/// <param name="memory">Where it is registered; serves no other picture as long as this one is laid on others.</param>
internal sealed class MovedPyramids(Fingerprint fingerprint, Pyramid upright, RegistrationMemory memory)
{
    private static readonly int NearStarts = Placement.Near.Count;

    public MovedPyramid Upright { get; } = new(upright, Placement.Starts.Count, mirrored: false, memory);

    /// <summary>Hardly anybody mirrors a photograph and cuts a lot off it, and every start takes its time.</summary>
    public MovedPyramid Mirrored { get; } = new(
        new Pyramid(fingerprint, mirrored: true), NearStarts, mirrored: true, memory);
}
