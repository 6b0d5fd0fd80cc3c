namespace Kindred.Recommendations;

/// <summary>
/// How near a recommendation is to what was liked, by the standards of its own gallery. See <see cref="NeighborScores"/>.
/// </summary>
public enum Strength
{
    /// <summary>As near to a like as half of the gallery's images are to the one nearest to them.</summary>
    Close,

    /// <summary>As near to a like as three quarters of the gallery's images are to their tenth.</summary>
    Related,

    /// <summary>Farther: the best there is left, or the price of variety.</summary>
    Stretch,
}
