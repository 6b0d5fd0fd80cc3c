namespace Kindred.Spaces;

/// <summary>What a library does to raw embeddings before it compares them.</summary>
public enum SpaceKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// Subtracts the gallery's mean and, where there are enough images, keeps the first principal axes. Compares looks, without labels.
    /// </summary>
    Visual,

    /// <summary>
    /// Learned from labels: among the principal axes, directions that vary within a label count less. Puts kind over looks. Falls back
    /// to <see cref="Visual"/> where labels are too few or teach nothing.
    /// </summary>
    Learned,
}
