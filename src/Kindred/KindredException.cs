namespace Kindred;

/// <summary>A fault the user can act on. The message is one sentence that says what is wrong and what to do about it.</summary>
public class KindredException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong and what to do, in one line.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public KindredException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
