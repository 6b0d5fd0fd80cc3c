using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Spaces.Blocks;

/// <summary>
/// <see cref="PrincipalImages"/> for each block of raw embeddings, and what is made of them put side by side. Where there is one block
/// only, nothing is changed by that.
/// </summary>
internal sealed class PrincipalBlocks : IDisposable
{
    private readonly PrincipalImages[] _parts;
    private readonly float[] _shares;

    private PrincipalBlocks(PrincipalImages[] parts, float[] shares)
    {
        _parts = parts;
        _shares = shares;
    }

    /// <summary>The images of each block, in the order of the blocks.</summary>
    public IReadOnlyList<PrincipalImages> Parts => _parts;

    /// <summary>The blocks that were fitted.</summary>
    public IReadOnlyList<EmbeddingBlock> Blocks =>
        [.. _parts.Zip(_shares, (part, share) => new EmbeddingBlock(part.Mean.Length, share))];

    /// <summary>The columns of each block; the matrix itself where there is one block only.</summary>
    public static AlignedMatrix[] Split(AlignedMatrix raw, IReadOnlyList<EmbeddingBlock> blocks)
    {
        if (blocks.Count == 1)
            return [raw];
        var start = 0;
        return
        [
            .. blocks.Select(block =>
            {
                start += block.Length;
                return SpaceBlocks.Columns(raw, start - block.Length, block.Length);
            }),
        ];
    }

    /// <summary>Fits every block on all rows, and projects them.</summary>
    /// <param name="raw">Raw embeddings, one a row; left as they are.</param>
    /// <param name="blocks">Their blocks.</param>
    /// <param name="most">Axes wanted for each block; fewer where there are not enough rows.</param>
    /// <param name="exact">How many of them have to be exact, as <see cref="PrincipalAxes.Find"/> takes it.</param>
    public static PrincipalBlocks Fit(AlignedMatrix raw, IReadOnlyList<EmbeddingBlock> blocks, int most, int exact)
    {
        var columns = Split(raw, blocks);
        try
        {
            return new PrincipalBlocks(
                [.. columns.Select(own => PrincipalImages.Fit(own, most, exact))], [.. blocks.Select(block => block.Share)]);
        }
        finally
        {
            foreach (var own in columns.Where(own => own != raw))
                own.Dispose();
        }
    }

    /// <summary>Some of the images, in the same axes.</summary>
    /// <param name="rows">Their numbers, in their new order.</param>
    public PrincipalBlocks Select(IReadOnlyList<int> rows) => new([.. _parts.Select(part => part.Select(rows))], _shares);

    /// <summary>Fits the images that are seen, within these axes, and projects all images.</summary>
    /// <param name="seen">Whether an image takes part in the fit.</param>
    /// <param name="most">Axes wanted for each block; fewer where there are not enough images.</param>
    public PrincipalBlocks Within(Func<int, bool> seen, int most) =>
        new([.. _parts.Select(part => part.Within(seen, most))], _shares);

    /// <summary>The first coordinates of all images.</summary>
    /// <param name="axes">How many of each block at most.</param>
    public AlignedMatrix Leading(int axes) => Joined([.. _parts.Select(part => Leading(part, axes))]);

    /// <summary>Estimates how images of a group differ, in each block.</summary>
    /// <param name="groups">Which rows belong together; others take no part.</param>
    public Whitening Estimate(ImageGroups groups) =>
        new(this, [.. _parts.Select(part => WithinGroupWhitening.Estimate(part.Images, groups))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
    }

    private static AlignedMatrix Leading(PrincipalImages part, int axes) =>
        SpaceBlocks.Columns(part.Images, 0, Math.Min(axes, part.Images.Columns));

    private AlignedMatrix Joined(AlignedMatrix[] parts)
    {
        if (parts is [var only])
            return only;
        var joined = SpaceBlocks.Join(parts, _shares);
        foreach (var part in parts)
            part.Dispose();
        return joined;
    }

    /// <summary>How images of a group differ in each block.</summary>
    internal sealed class Whitening(PrincipalBlocks blocks, WithinGroupWhitening[] parts)
    {
        /// <summary>All images, so transformed that they differ alike in all directions of a block.</summary>
        /// <param name="axes">How many of the first coordinates of each block to use at most.</param>
        /// <param name="shrinkage">How far the variances are drawn towards their mean, in (0, 1].</param>
        public AlignedMatrix Apply(int axes, double shrinkage) => blocks.Joined(
        [
            .. Transformations(axes, shrinkage).Zip(blocks._parts, (transformation, part) =>
            {
                using (transformation)
                {
                    using var leading = Leading(part, axes);
                    return MatrixProducts.Multiply(leading, transformation);
                }
            }),
        ]);

        /// <summary>The transformation of each block.</summary>
        /// <param name="axes">How many of the first coordinates of each block to use at most.</param>
        /// <param name="shrinkage">How far the variances are drawn towards their mean, in (0, 1].</param>
        public AlignedMatrix[] Transformations(int axes, double shrinkage) =>
            [.. parts.Zip(blocks._parts, (whitening, part) => whitening.Transformation(Math.Min(axes, part.Images.Columns), shrinkage))];
    }
}
