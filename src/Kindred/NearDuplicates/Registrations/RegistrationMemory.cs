using Kindred.Images;
using Kindred.NearDuplicates.Registrations.Starts;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Registrations;

/// <summary>The memory that one thread registers pictures in, at both resolutions. Not safe for several threads.</summary>
internal sealed class RegistrationMemory
{
    private Registration? _coarse;
    private Registration? _fine;

    /// <summary>How a picture correlates with others before any placement is improved.</summary>
    public StartTable Starts { get; } = new();

    /// <summary>For <see cref="CoarseView.Detail"/>.</summary>
    public Registration Coarse => _coarse ??= new Registration(CoarseView.Side);

    /// <summary>For <see cref="Pyramid.Fine"/>.</summary>
    public Registration Fine => _fine ??= new Registration(Fingerprint.LumaSide);
}
