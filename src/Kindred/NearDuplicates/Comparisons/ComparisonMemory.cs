using Kindred.Images;
using Kindred.NearDuplicates.Registrations;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.NearDuplicates.Comparisons;

/// <summary>The memory that one thread compares pictures in. Not safe for several threads.</summary>
internal sealed class ComparisonMemory
{
    private DetailComparer? _detail;

    /// <summary>Unpacks pictures.</summary>
    public Unpacker Unpacker { get; } = new();

    /// <summary>Where pictures are laid on each other.</summary>
    public RegistrationMemory Registration { get; } = new();

    /// <summary>Compares the detail of those that lie on each other.</summary>
    public DetailComparer Detail => _detail ??= new DetailComparer(Fingerprint.LumaSide);
}
