namespace Kindred.Recommendations;

/// <summary>A list of recommendations.</summary>
/// <param name="Tastes">
/// The tastes the list was made for, largest share first. Without likes there are none; with <see cref="Strategy.Average"/> there is
/// one.
/// </param>
/// <param name="Items">
/// The recommendations in the order to show them in: best first within a taste, tastes taking turns by their shares.
/// </param>
public sealed record RecommendationList(IReadOnlyList<Taste> Tastes, IReadOnlyList<Recommendation> Items)
{
    /// <summary>
    /// What people's choices counted beside looks, from 0 to 1; <see langword="null"/> where nothing is liked yet.
    /// </summary>
    public double? PeopleWeight { get; init; }

    /// <summary>Whether it shows what is popular now, for somebody who likes nothing yet; else such a list is a varied start.</summary>
    public bool IsPopular { get; init; }
}
