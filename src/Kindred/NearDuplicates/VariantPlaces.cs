namespace Kindred.NearDuplicates;

/// <summary>How many places images of one thing in several colors take among results.</summary>
public enum VariantPlaces
{
    /// <summary>
    /// One: the best of them, with the others behind it. The default. So do near-duplicates, which in a list of recommendations never take
    /// more.
    /// </summary>
    Grouped,

    /// <summary>Each its own.</summary>
    All,
}
