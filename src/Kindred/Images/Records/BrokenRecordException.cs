namespace Kindred.Images.Records;

/// <summary>A record cannot be understood, and so nothing was taken.</summary>
/// <param name="number">Its number.</param>
/// <param name="fault">What is wrong with it, to be read after its number.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class BrokenRecordException(int number, string fault, Exception? innerException = null)
    : KindredException(Fault.BadInteractionLine, fault, innerException)
{
    /// <summary>Its number.</summary>
    public int Number { get; } = number;
}
