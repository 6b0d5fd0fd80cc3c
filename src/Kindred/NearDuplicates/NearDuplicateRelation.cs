namespace Kindred.NearDuplicates;

/// <summary>What an image is to the one that is kept.</summary>
public enum NearDuplicateRelation
{
    /// <summary>It is the one to keep.</summary>
    Keep,

    /// <summary>The same file, byte for byte.</summary>
    Identical,

    /// <summary>The same photograph, changed.</summary>
    NearDuplicate,
}
