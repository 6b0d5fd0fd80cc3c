namespace Kindred.Spaces;

/// <summary>What a library does to raw embeddings before it compares them.</summary>
public enum SpaceKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Subtracts the gallery's mean and, where there are images enough, keeps the first principal axes. Looks, without labels.
    /// </summary>
    Visual,

    /// <summary>
    /// Learned from labels: inside the principal axes, what varies within a label counts less. Kind over looks. Falls back to
    /// <see cref="Visual"/> where labels are too few or teach nothing.
    /// </summary>
    Learned,
}
