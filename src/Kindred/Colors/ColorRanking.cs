using Kindred.Search;

namespace Kindred.Colors;

/// <summary>Ranks what a search has found by likeness and by the nearness of colors together.</summary>
/// <param name="colors">The gallery's colors.</param>
/// <param name="metric">The metric of the search.</param>
/// <param name="weight">How much color counts, from 0 to 1.</param>
internal sealed class ColorRanking(GalleryColors colors, Metric metric, double weight)
{
    private const int LeastPool = 200;
    private const int PoolPerPlace = 10;

    /// <summary>How many are to be found for a list: what is less alike than these is not like the query, whatever its color.</summary>
    public static int PoolFor(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return (int)Math.Min(int.MaxValue, Math.Max(LeastPool, (long)PoolPerPlace * k));
    }

    /// <summary>Ranks.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="own">Bytes of the <see cref="ThingColors"/> of the query; none where they are not known.</param>
    /// <returns>By score, ties by id; the score is that of the search and the nearness of colors, each by its weight.</returns>
    public IReadOnlyList<(int Id, float Distance, float Score)> Rank(Neighbor[] found, ReadOnlySpan<byte> own)
    {
        var ranked = new List<(int Id, float Distance, float Score)>(found.Length);
        foreach (var neighbor in found)
        {
            var nearness = colors.NearnessTo(neighbor.Id, own);
            ranked.Add((neighbor.Id, neighbor.Distance, (float)(((1 - weight) * neighbor.Score(metric)) + (weight * nearness))));
        }

        return [.. ranked.OrderByDescending(one => one.Score).ThenBy(one => one.Id)];
    }
}
