namespace Kindred.Recommendations;

/// <summary>Why a like speaks for a picture.</summary>
public enum InfluenceSource
{
    /// <summary>They look alike.</summary>
    Looks,

    /// <summary>People who like the one like the other.</summary>
    People,
}
