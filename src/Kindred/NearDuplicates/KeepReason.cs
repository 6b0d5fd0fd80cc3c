namespace Kindred.NearDuplicates;

/// <summary>Why one of several near-duplicates is the one to keep: the first reason that tells it from all others.</summary>
public enum KeepReason
{
    /// <summary>It has the most pixels.</summary>
    Resolution,

    /// <summary>As many pixels as another, and the largest file: the least was thrown away when it was saved.</summary>
    Size,

    /// <summary>As large as another in both; its name comes first.</summary>
    Name,
}
