namespace Kindred.Storage;

/// <summary>A fault of the place where a library is kept: every member of a store throws these, whatever it is made of.</summary>
internal sealed class StoreException : KindredException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">What is wrong.</param>
    /// <param name="message">What is wrong, in one line that names the library.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public StoreException(Fault fault, string message, Exception? innerException = null)
        : base(fault, message, innerException)
    {
    }
}
