namespace Kindred.NeighborIndexes;

/// <summary>A point in the use of an index file at which another process may change the library or replace the file.</summary>
internal enum IndexCachePoint
{
    /// <summary>The file is open, but nothing of the library has been read yet.</summary>
    Opened,

    /// <summary>The file is written and in its place, but not open yet.</summary>
    Written,
}
