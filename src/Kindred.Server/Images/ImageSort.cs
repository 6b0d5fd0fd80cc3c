namespace Kindred.Server.Images;

/// <summary>Orders in which pictures are listed. Ties are by path.</summary>
internal enum ImageSort
{
    /// <summary>By path, byte by byte.</summary>
    Path,

    /// <summary>By path as people read it: numbers by their value, capitals or not.</summary>
    Name,

    /// <summary>The latest change of the file first.</summary>
    Newest,

    /// <summary>The earliest change of the file first.</summary>
    Oldest,

    /// <summary>The most bytes first.</summary>
    Largest,

    /// <summary>The fewest bytes first.</summary>
    Smallest,

    /// <summary>Along a curve through the layout, so that similar pictures stand near each other.</summary>
    Similarity,
}
