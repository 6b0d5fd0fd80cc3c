using System.Runtime.InteropServices;

namespace Kindred.Search.Hnsw;

/// <summary>What a graph knows of a node besides its links; as it is in files.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct HnswNode
{
    /// <summary>Where its links on level 1 are; those on higher levels follow.</summary>
    public int UpperStart;

    /// <summary>The highest level it is on, from 0.</summary>
    public byte Level;

    /// <summary>1 once it is removed: it may be passed through, never found.</summary>
    public byte IsRemoved;

    /// <summary>1 once it has its links: before, nobody can come upon it.</summary>
    public byte IsLinked;

    /// <summary>Fills the node up to eight bytes.</summary>
    public byte Unused;
}
