namespace Kindred.Embeddings;

/// <summary>A library was made with another model than the one it is to be used with.</summary>
/// <param name="location">Where the library is, as a person would name it.</param>
/// <param name="made">What the library was made with.</param>
/// <param name="asked">What was to be used.</param>
internal sealed class ModelMismatchException(string location, EmbedderStamp made, EmbedderStamp asked)
    : KindredException(Fault.ModelMismatch, $"The library {location} was made with {made} and cannot be compared with {asked}.")
{
    /// <summary>What the library was made with.</summary>
    public EmbedderStamp Made { get; } = made;

    /// <summary>What was to be used.</summary>
    public EmbedderStamp Asked { get; } = asked;
}
