namespace Kindred.Images;

/// <summary>The number a library gave an image. It stays with the image when its file is renamed.</summary>
/// <param name="Value">Positive; never used again after the image is removed.</param>
public readonly record struct ImageId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
