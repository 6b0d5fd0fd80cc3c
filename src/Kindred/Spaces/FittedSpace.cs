namespace Kindred.Spaces;

/// <summary>A space as a library keeps it.</summary>
/// <param name="Space">The space.</param>
/// <param name="FittedTo">A hash of everything the fit depended on: it is due again when that has changed.</param>
/// <param name="Gain">What learning from labels gained, or would have; <see langword="null"/> where there was nothing to learn from.</param>
public sealed record FittedSpace(EmbeddingSpace Space, string FittedTo, SpaceGain? Gain) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Space.Dispose();
}
