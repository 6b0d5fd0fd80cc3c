namespace Kindred.Cluster.Searching;

/// <summary>Which of a gallery's indexes is searched; see <see cref="NeighborIndexes.GalleryIndex"/>.</summary>
internal enum SearchedIndex
{
    /// <summary>What lists are made with.</summary>
    Index,

    /// <summary>What is searched for people whose choices count.</summary>
    People,

    /// <summary>Every embedding, compared as it is.</summary>
    Exact,
}
