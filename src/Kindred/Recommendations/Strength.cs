namespace Kindred.Recommendations;

/// <summary>
/// How near a recommendation is to what was liked, by the standards of its own gallery. See <see cref="NeighborScores"/>.
/// </summary>
public enum Strength
{
    /// <summary>A score with a like that half of the gallery's images reach with their nearest neighbors.</summary>
    Close,

    /// <summary>A score with a like that three quarters of the gallery's images reach with their tenth nearest neighbors.</summary>
    Related,

    /// <summary>Farther: the best there is left, or the price of variety.</summary>
    Stretch,
}
