namespace Kindred.Search.Hnsw;

/// <summary>Draws the levels of nodes.</summary>
internal static class HnswLevels
{
    /// <summary>
    /// The highest level of a node, drawn so that each level has one of M nodes of the one below; the same for a seed and an id.
    /// </summary>
    public static int Draw(int seed, int id, int m)
    {
        // SplitMix64 (Steele, Lea and Flood 2014) turns any number into one that looks drawn by chance.
        var bits = ((ulong)(uint)seed << 32) + ((ulong)(uint)id * 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        var uniform = ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1L << 53));
        return (int)(-Math.Log(1 - uniform) / Math.Log(m));
    }
}
