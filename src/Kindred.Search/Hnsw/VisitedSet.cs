using System.Runtime.CompilerServices;

namespace Kindred.Search.Hnsw;

/// <summary>Which nodes a walk has seen. Forgetting is counting one further, not clearing.</summary>
internal sealed class VisitedSet
{
    private ushort[] _walks = [];
    private ushort _walk;
    private int _count;

    /// <summary>Begins a walk over so many nodes.</summary>
    public void Begin(int count)
    {
        _count = count;
        if (_walks.Length < count)
        {
            _walks = new ushort[Math.Max(count, Math.Min(2 * _walks.Length, Array.MaxLength))];
            _walk = 0;
        }

        if (++_walk != 0)
            return;
        Array.Clear(_walks);
        _walk = 1;
    }

    /// <summary>Whether a node is seen for the first time. Nodes that came after the walk had begun are not seen at all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int id)
    {
        var walks = _walks;
        if (id >= _count || walks[id] == _walk)
            return false;
        walks[id] = _walk;
        return true;
    }
}
