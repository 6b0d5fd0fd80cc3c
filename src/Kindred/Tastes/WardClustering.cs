using System.Numerics.Tensors;

namespace Kindred.Tastes;

/// <summary>
/// Ward's method (Ward, "Hierarchical grouping to optimize an objective function", 1963): starting with every point alone, the two clusters
/// whose union adds least to the sum of squared distances from the centers become one, until one is left. Found by chains of nearest
/// neighbors (Murtagh 1983) with the update of Lance and Williams: quadratic in time and memory.
/// </summary>
internal static class WardClustering
{
    /// <summary>With fewer points than this, one thread is done before a second has started.</summary>
    private const int FewestForThreads = 128;

    /// <summary>Builds the whole tree over single points.</summary>
    /// <param name="points">At least one point, all of one length.</param>
    /// <returns>One merge fewer than points, lowest first.</returns>
    public static Merge[] Build(IReadOnlyList<float[]> points) => Build([.. points.Select(point => new Cluster(point, 1, IsApart: false))]);

    /// <summary>
    /// Builds the tree over clusters of points. Those that are to stay apart never become one with each other: they are infinitely far from
    /// one another, and so is what joins them. Unions still never come nearer to others than their parts were, which chains rely on.
    /// </summary>
    /// <param name="clusters">At least one.</param>
    /// <returns>The merges, lowest first: as many as it takes until one is left, or only those that stay apart.</returns>
    public static Merge[] Build(IReadOnlyList<Cluster> clusters)
    {
        var count = clusters.Count;
        var distances = SquaredDistances(clusters);
        int[] sizes = [.. clusters.Select(cluster => cluster.Size)];
        var left = Math.Max(1, clusters.Count(cluster => cluster.IsApart));
        var merges = new List<Merge>(count);
        var chain = new Stack<int>();
        while (merges.Count < count - left)
        {
            if (chain.Count == 0)
                chain.Push(Array.FindIndex(sizes, size => size > 0));

            var top = chain.Pop();
            var previous = chain.Count > 0 ? chain.Peek() : -1;
            var nearest = Nearest(distances, sizes, top, previous);
            if (nearest != previous)
            {
                chain.Push(top);
                chain.Push(nearest);
                continue;
            }

            // Each is the other's nearest: the later one of the two slots is given up.
            chain.Pop();
            var (kept, given) = top < previous ? (top, previous) : (previous, top);
            merges.Add(new Merge(kept, given, distances[kept, given] / 2));
            Unite(distances, sizes, kept, given);
        }

        // Chains find merges out of order; heights never fall along a branch, so sorting puts every merge after those below it.
        return [.. merges.OrderBy(merge => merge.Height).ThenBy(merge => merge.Kept).ThenBy(merge => merge.Given)];
    }

    /// <summary>Cuts the tree where a number of clusters is left.</summary>
    /// <param name="merges">The tree.</param>
    /// <param name="points">How many points, or clusters of them, it was built over.</param>
    /// <param name="clusters">From as many as the tree leaves to <paramref name="points"/>.</param>
    /// <returns>For each point its cluster, numbered from 0 in the order of their first points.</returns>
    public static int[] Cut(IReadOnlyList<Merge> merges, int points, int clusters)
    {
        var parents = Enumerable.Range(0, points).ToArray();
        int Root(int point)
        {
            while (parents[point] != point)
                point = parents[point] = parents[parents[point]];
            return point;
        }

        foreach (var (kept, given, _) in merges.Take(points - clusters))
        {
            var (a, b) = (Root(kept), Root(given));
            parents[Math.Max(a, b)] = Math.Min(a, b);
        }

        var numbers = new Dictionary<int, int>();
        return
        [
            .. Enumerable.Range(0, parents.Length).Select(point =>
            {
                var root = Root(point);
                if (!numbers.TryGetValue(root, out var number))
                    numbers.Add(root, number = numbers.Count);
                return number;
            }),
        ];
    }

    /// <summary>For each two clusters twice what their union would add; for two points that is their squared distance.</summary>
    private static float[,] SquaredDistances(IReadOnlyList<Cluster> clusters)
    {
        var distances = new float[clusters.Count, clusters.Count];
        void Fill(int i)
        {
            for (var j = 0; j < i; j++)
                distances[i, j] = distances[j, i] = SquaredDistance(clusters[i], clusters[j]);
        }

        if (clusters.Count >= FewestForThreads)
            Parallel.For(0, clusters.Count, Fill);
        for (var i = 0; i < clusters.Count && clusters.Count < FewestForThreads; i++)
            Fill(i);
        return distances;
    }

    private static float SquaredDistance(Cluster one, Cluster other)
    {
        if (one.IsApart && other.IsApart)
            return float.PositiveInfinity;
        var distance = TensorPrimitives.Distance<float>(one.Mean, other.Mean);
        return distance * distance * (2f * one.Size * other.Size / (one.Size + other.Size));
    }

    /// <summary>The cluster nearest to one; where several are as near, the one it came from, else the first.</summary>
    private static int Nearest(float[,] distances, int[] sizes, int from, int previous)
    {
        var (nearest, least) = (previous, previous >= 0 ? distances[from, previous] : float.PositiveInfinity);
        for (var other = 0; other < sizes.Length; other++)
        {
            if (other != from && sizes[other] > 0 && (distances[from, other] < least || nearest < 0))
                (nearest, least) = (other, distances[from, other]);
        }

        return nearest;
    }

    private static void Unite(float[,] distances, int[] sizes, int kept, int given)
    {
        double a = sizes[kept], b = sizes[given];
        for (var other = 0; other < sizes.Length; other++)
        {
            if (sizes[other] == 0 || other == kept || other == given)
                continue;
            double c = sizes[other];
            var distance = (((a + c) * distances[kept, other]) + ((b + c) * distances[given, other]) - (c * distances[kept, given]))
                / (a + b + c);
            distances[kept, other] = distances[other, kept] = (float)distance;
        }

        sizes[kept] += sizes[given];
        sizes[given] = 0;
    }

    /// <summary>Two clusters becoming one.</summary>
    /// <param name="Kept">First point of one.</param>
    /// <param name="Given">First point of the other, or one of its points.</param>
    /// <param name="Height">What the union adds to the sum of squared distances from the centers.</param>
    public readonly record struct Merge(int Kept, int Given, float Height);

    /// <summary>Points that begin as one cluster.</summary>
    /// <param name="Mean">Their mean.</param>
    /// <param name="Size">How many they are, at least 1.</param>
    /// <param name="IsApart">Whether they never become one with others that stay apart.</param>
    public readonly record struct Cluster(float[] Mean, int Size, bool IsApart);
}
