namespace Kindred.Spaces;

/// <summary>What a library does to raw embeddings before it compares them.</summary>
public enum SpaceKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Subtracts the gallery's mean and, where there are images enough, keeps the first principal axes. Looks, without labels.</summary>
    Visual,
}
