namespace Kindred.Images;

/// <summary>What kind of reason there is for a picture not being read.</summary>
public enum ImageFault
{
    /// <summary>There is no such file, or the system does not let it be read.</summary>
    Missing,

    /// <summary>It is no picture of a format that Kindred reads.</summary>
    Unsupported,

    /// <summary>It is empty, cut off or damaged, or the model can make nothing of it.</summary>
    Damaged,

    /// <summary>It has more bytes or more pixels than are allowed.</summary>
    TooLarge,

    /// <summary>What keeps it does not answer now, and may have it another time.</summary>
    Unreachable,
}
