namespace Kindred.Search;

/// <summary>
/// Keeps the k best of the candidates it is offered: a binary heap with the worst on top. Candidates are ordered by closeness
/// (larger is nearer), ties by id (smaller first), so the result never depends on the order of offers.
/// </summary>
internal sealed class NearestNeighbors(int capacity)
{
    private readonly Candidate[] _heap = new Candidate[capacity];

    public int Count { get; private set; }

    /// <summary>Candidates at or below this closeness may be passed over, once the heap is full.</summary>
    public float Threshold => Count < _heap.Length ? float.NegativeInfinity : _heap[0].Closeness;

    public void Clear() => Count = 0;

    public void Offer(int id, float closeness)
    {
        var candidate = new Candidate(id, closeness);
        if (Count < _heap.Length)
        {
            _heap[Count++] = candidate;
            SiftUp(Count - 1);
        }
        else if (_heap.Length > 0 && _heap[0].IsWorseThan(candidate))
        {
            _heap[0] = candidate;
            SiftDown();
        }
    }

    public void Merge(NearestNeighbors other)
    {
        for (var i = 0; i < other.Count; i++)
            Offer(other._heap[i].Id, other._heap[i].Closeness);
    }

    /// <summary>The id of one of the candidates, which are in no particular order.</summary>
    public int this[int index] => _heap[index].Id;

    private void SiftUp(int child)
    {
        while (child > 0)
        {
            var parent = (child - 1) / 2;
            if (!_heap[child].IsWorseThan(_heap[parent]))
                return;
            (_heap[child], _heap[parent]) = (_heap[parent], _heap[child]);
            child = parent;
        }
    }

    private void SiftDown()
    {
        for (var parent = 0; ;)
        {
            var worst = parent;
            for (var child = (2 * parent) + 1; child <= (2 * parent) + 2 && child < Count; child++)
            {
                if (_heap[child].IsWorseThan(_heap[worst]))
                    worst = child;
            }

            if (worst == parent)
                return;
            (_heap[worst], _heap[parent]) = (_heap[parent], _heap[worst]);
            parent = worst;
        }
    }

    private readonly record struct Candidate(int Id, float Closeness)
    {
        public bool IsWorseThan(Candidate other) =>
            Closeness != other.Closeness ? Closeness < other.Closeness : Id > other.Id;
    }
}
