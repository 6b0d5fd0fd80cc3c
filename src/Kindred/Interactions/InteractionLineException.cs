namespace Kindred.Interactions;

/// <summary>A line of an import is broken, and so nothing was imported.</summary>
/// <param name="line">The line's number, from 1.</param>
/// <param name="fault">What is wrong with it.</param>
/// <param name="innerException">What was caught, if anything; the fault of a <see cref="KindredException"/> is the line's too.</param>
internal sealed class InteractionLineException(int line, string fault, Exception? innerException = null)
    : KindredException(
        (innerException as KindredException)?.Fault ?? Fault.BadInteractionLine,
        $"line {line}: {fault}. Nothing was imported.",
        innerException)
{
    /// <summary>The line's number, from 1.</summary>
    public int Line { get; } = line;
}
