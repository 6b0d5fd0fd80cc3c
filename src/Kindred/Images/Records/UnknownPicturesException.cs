namespace Kindred.Images.Records;

/// <summary>Records are about pictures that the library does not have, and so nothing was taken.</summary>
/// <param name="pictures">What they are called, each once, in the order in which they were met; at least one.</param>
/// <param name="numbers">The number of the first record of each.</param>
/// <param name="records">How many records are about them.</param>
internal sealed class UnknownPicturesException(IReadOnlyList<string> pictures, IReadOnlyList<int> numbers, int records)
    : KindredException(Fault.NotInLibrary, $"The library has no picture {pictures[0]}.")
{
    /// <summary>What they are called.</summary>
    public IReadOnlyList<string> Pictures { get; } = pictures;

    /// <summary>The number of the first record of each.</summary>
    public IReadOnlyList<int> Numbers { get; } = numbers;

    /// <summary>How many records are about them.</summary>
    public int Records { get; } = records;
}
