using Kindred.Search.Vectors;

namespace Kindred.Search.Hnsw;

/// <summary>
/// Chooses whom a node links to: the nearest, but none that is nearer to one chosen before than to the node itself, so that links lead in
/// all directions and out of clusters. Algorithm 4 of Malkov and Yashunin, without extending candidates and without keeping pruned ones.
/// </summary>
internal sealed class LinkSelection(VectorTable vectors, int most)
{
    private readonly int[] _chosen = new int[most];

    /// <summary>What the last call chose, nearest first.</summary>
    public ReadOnlySpan<int> Chosen => _chosen.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Begins to choose at most so many.</summary>
    public void Begin() => Count = 0;

    /// <summary>Takes the next nearest candidate, or not.</summary>
    /// <param name="id">The candidate.</param>
    /// <param name="distance">How far it is from the node.</param>
    /// <param name="limit">How many may be chosen.</param>
    /// <returns>Whether more may be chosen.</returns>
    public bool Offer(int id, float distance, int limit)
    {
        var from = ExactDistance.From(vectors, id);
        for (var i = 0; i < Count; i++)
        {
            if (from.To(_chosen[i]) < distance)
                return true;
        }

        _chosen[Count++] = id;
        return Count < limit;
    }
}
