namespace Kindred.NeighborIndexes;

/// <summary>A point of keeping an index file at which another process may change the library or replace the file.</summary>
internal enum IndexCachePoint
{
    /// <summary>The file is open, and nothing of the library has been read yet.</summary>
    Opened,

    /// <summary>The file is written and in its place, and not open yet.</summary>
    Written,
}
