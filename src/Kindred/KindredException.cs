namespace Kindred;

/// <summary>
/// A fault the user can act on. The message is one line that says what is wrong; what to type or to press is for the edge to add, by
/// <see cref="Fault"/>.
/// </summary>
public class KindredException : Exception
{
    /// <summary>Creates the exception for a fault that programs need not tell apart.</summary>
    /// <param name="message">What is wrong, in one line.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    internal KindredException(string message, Exception? innerException = null)
        : this(Fault.Other, message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong, for programs.</param>
    /// <param name="message">What is wrong, in one line.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    internal KindredException(Fault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong, for programs.</summary>
    public Fault Fault { get; }

    /// <summary>
    /// What the fault is about: see the values of <see cref="Kindred.Fault"/>. <see langword="null"/> where they name nothing.
    /// </summary>
    public string? Subject { get; init; }
}
