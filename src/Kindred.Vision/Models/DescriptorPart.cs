namespace Kindred.Vision.Models;

/// <summary>Where a part of the head lies in a descriptor: grid × grid cells, row-major, of <see cref="Channels"/> numbers each.</summary>
/// <param name="Tensor">The tensor's name in the recipe; <c>null</c> for the last feature map.</param>
/// <param name="Grid">Cells a side; 1 where the part is flattened.</param>
/// <param name="Channels">Numbers a cell; of a flattened part, all of them.</param>
/// <param name="Offset">Index of the part's first number in the descriptor.</param>
public readonly record struct DescriptorPart(string? Tensor, int Grid, int Channels, int Offset)
{
    /// <summary>Numbers in the part.</summary>
    public int Length => Grid * Grid * Channels;
}
