namespace Kindred.Search.Vectors;

/// <summary>
/// Keeps the k best of the candidates it is offered: a binary heap with the worst on top. Candidates are ordered by closeness
/// (larger is nearer), ties by id (smaller first), so the result never depends on the order of offers.
/// </summary>
internal sealed class NearestNeighbors(int capacity)
{
    /// <summary>
    /// A candidate is one number, so that two are compared at once: its closeness above, and below its id, the smaller the larger.
    /// </summary>
    private readonly long[] _heap = new long[capacity];

    public int Count { get; private set; }

    /// <summary>Candidates below this closeness may be passed over, once the heap is full.</summary>
    public float Threshold { get; private set; } = float.NegativeInfinity;

    public void Clear()
    {
        Count = 0;
        Threshold = float.NegativeInfinity;
    }

    /// <summary>Takes a candidate, where it is among the nearest so far. Closeness is not NaN.</summary>
    public void Offer(int id, float closeness) => Offer(Candidate(id, closeness));

    public void Merge(NearestNeighbors other)
    {
        for (var i = 0; i < other.Count; i++)
            Offer(other._heap[i]);
    }

    /// <summary>The id of one of the candidates, which are in no particular order.</summary>
    public int this[int index] => ~(int)_heap[index];

    /// <summary>Orders as closeness does: a float's bits order as integers do once those below zero are turned around.</summary>
    private static long Candidate(int id, float closeness)
    {
        var bits = BitConverter.SingleToInt32Bits(closeness + 0f); // The addition makes one zero of the two.
        return ((long)TurnAround(bits) << 32) | (uint)~id;
    }

    private static int TurnAround(int bits) => bits ^ ((bits >> 31) & int.MaxValue);

    private void Offer(long candidate)
    {
        if (Count < _heap.Length)
            SiftUp(candidate, Count++);
        else if (_heap.Length > 0 && _heap[0] < candidate)
            SiftDown(candidate);
        else
            return;

        if (Count == _heap.Length)
            Threshold = BitConverter.Int32BitsToSingle(TurnAround((int)(_heap[0] >> 32)));
    }

    private void SiftUp(long candidate, int place)
    {
        var heap = _heap;
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (heap[parent] <= candidate)
                break;
            heap[place] = heap[parent];
            place = parent;
        }

        heap[place] = candidate;
    }

    /// <summary>Puts a candidate in the place of the worst.</summary>
    private void SiftDown(long candidate)
    {
        var heap = _heap;
        var place = 0;
        for (var child = 1; child < heap.Length; child = (2 * place) + 1)
        {
            // Which child is worse cannot be predicted, so it is counted and not branched on.
            var other = Math.Min(child + 1, heap.Length - 1);
            child += heap[other] < heap[child] ? 1 : 0;
            if (heap[child] >= candidate)
                break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = candidate;
    }
}
