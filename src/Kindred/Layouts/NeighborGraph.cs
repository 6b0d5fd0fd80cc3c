using Kindred.Search;

namespace Kindred.Layouts;

/// <summary>
/// Who is whose neighbor, and how much: the fuzzy graph of UMAP (McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and
/// Projection for Dimension Reduction", arXiv 1802.03426, section 3.1 and algorithms 2 and 3). An image's nearest neighbor is one
/// entirely; how quickly that fades is chosen for each image so that all have equally many, and two belong together as much as either
/// says.
/// </summary>
internal sealed class NeighborGraph
{
    /// <summary>Neighbors of each image: few show single bonds, many show the whole.</summary>
    public const int Neighbors = 15;

    /// <summary>Halvings when searching for the distance over which neighborhood fades; the rest is below single precision.</summary>
    private const int Halvings = 32;

    /// <summary>
    /// The fading distance is at least this share of the mean distance, so that many identical images do not bring it to 0.
    /// </summary>
    private const double LeastFading = 1e-3;

    private NeighborGraph(int[] heads, int[] tails, float[] weights)
    {
        Heads = heads;
        Tails = tails;
        Weights = weights;
    }

    /// <summary>One end of each edge. Every pair of neighbors is there both ways round.</summary>
    public int[] Heads { get; }

    /// <summary>The other end of each edge.</summary>
    public int[] Tails { get; }

    /// <summary>How much the ends are neighbors, above 0 and at most 1.</summary>
    public float[] Weights { get; }

    /// <summary>Makes the graph.</summary>
    /// <param name="neighbors">For each image its neighbors, nearest first; at least one each.</param>
    public static NeighborGraph Of(Neighbor[][] neighbors)
    {
        var mean = neighbors.Average(of => of.Average(neighbor => (double)neighbor.Distance));
        float[][] memberships = [.. neighbors.Select(of => Memberships(of, mean))];
        var capacity = 2 * neighbors.Sum(of => of.Length);
        var (heads, tails, weights) = (new List<int>(capacity), new List<int>(capacity), new List<float>(capacity));
        void Add(int head, int tail, float weight)
        {
            if (weight <= 0)
                return;
            heads.Add(head);
            tails.Add(tail);
            weights.Add(weight);
        }

        for (var head = 0; head < neighbors.Length; head++)
        {
            for (var i = 0; i < neighbors[head].Length; i++)
            {
                var tail = neighbors[head][i].Id;
                var membership = memberships[head][i];
                var back = Array.FindIndex(neighbors[tail], neighbor => neighbor.Id == head);
                if (back >= 0)
                {
                    // The tail adds the other way round when it is its turn.
                    Add(head, tail, membership + memberships[tail][back] - (membership * memberships[tail][back]));
                }
                else
                {
                    Add(head, tail, membership);
                    Add(tail, head, membership);
                }
            }
        }

        return new NeighborGraph([.. heads], [.. tails], [.. weights]);
    }

    /// <summary>How much each neighbor is one, so that all together they come to the logarithm of their number.</summary>
    private static float[] Memberships(Neighbor[] neighbors, double mean)
    {
        // Identical images are at distance 0; fading begins with the nearest one that is not.
        var nearest = neighbors.FirstOrDefault(neighbor => neighbor.Distance > 0).Distance;
        var wanted = Math.Log2(neighbors.Length + 1);
        double Membership(Neighbor neighbor, double fading) =>
            neighbor.Distance <= nearest ? 1 : Math.Exp((nearest - neighbor.Distance) / fading);
        var (low, high, fading) = (0.0, double.PositiveInfinity, 1.0);
        for (var step = 0; step < Halvings; step++)
        {
            var sum = 0.0;
            foreach (var neighbor in neighbors)
                sum += Membership(neighbor, fading);
            if (sum > wanted)
                high = fading;
            else
                low = fading;
            fading = double.IsInfinity(high) ? 2 * low : (low + high) / 2;
        }

        fading = Math.Max(fading, LeastFading * (nearest > 0 ? neighbors.Average(neighbor => (double)neighbor.Distance) : mean));
        return [.. neighbors.Select(neighbor => (float)Membership(neighbor, fading))];
    }
}
