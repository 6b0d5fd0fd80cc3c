namespace Kindred.Embeddings;

/// <summary>A part of an embedding whose numbers have a place in the picture: grid × grid cells, row-major, one after another.</summary>
/// <param name="Offset">Index of the part's first number in the embedding.</param>
/// <param name="Grid">Cells a side, at least 1; together they cover the whole picture.</param>
/// <param name="Channels">Numbers a cell, at least 1.</param>
/// <param name="UprightOnly">Whether the mirror image adds nothing to it, even where it adds to other parts.</param>
internal readonly record struct EmbeddingPart(int Offset, int Grid, int Channels, bool UprightOnly = false)
{
    /// <summary>Numbers in the part.</summary>
    public int Length => Grid * Grid * Channels;
}
