namespace Kindred.Tastes;

/// <summary>A user has no such taste, or has it no more.</summary>
internal sealed class NoSuchTasteException : KindredException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="taste">What was asked for: a number, the SHA-256 of a like, or what a person called it.</param>
    public NoSuchTasteException(string taste)
        : base(Fault.NoSuchTaste, $"There is no taste {taste}.") => Subject = taste;
}
