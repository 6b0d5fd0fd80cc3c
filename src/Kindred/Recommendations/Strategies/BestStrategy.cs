namespace Kindred.Recommendations.Strategies;

/// <summary>Plans <see cref="Strategy.Best"/>.</summary>
internal static class BestStrategy
{
    /// <summary>A search for every like. Weights do not count: one like is as good a reason as another.</summary>
    public static TasteQuery[] Plan(IReadOnlyList<float[]> likes) =>
        [.. likes.Select((like, i) => new TasteQuery(like, [i], i, Importance: 1))];
}
