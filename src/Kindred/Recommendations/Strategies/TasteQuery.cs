using Kindred.Tastes;

namespace Kindred.Recommendations.Strategies;

/// <summary>A search that is made for some likes.</summary>
/// <param name="Point">Where it starts, in the gallery's space.</param>
/// <param name="Members">Positions of its likes.</param>
/// <param name="Medoid">Position of the like in their middle.</param>
/// <param name="Importance">How much it counts beside others, above 0.</param>
/// <param name="Kept">What the user has set of the taste; <see langword="null"/> for one that is computed.</param>
internal sealed record TasteQuery(float[] Point, int[] Members, int Medoid, double Importance, KeptTaste? Kept = null)
{
    /// <summary>Whether nothing is to be recommended for it.</summary>
    public bool IsMuted => Kept is { IsMuted: true };
}
