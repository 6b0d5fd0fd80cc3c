using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Search.Memory;

namespace Kindred.Spaces.Blocks;

/// <summary>
/// The blocks of an embedding in a space, one for each network: each is brought to length √share, so that a network whose numbers
/// spread more does not count more. Immutable.
/// </summary>
/// <param name="blocks">The blocks, at least two, in the order of their numbers in the space.</param>
internal sealed class SpaceBlocks(IReadOnlyList<EmbeddingBlock> blocks)
{
    /// <summary>The blocks.</summary>
    public IReadOnlyList<EmbeddingBlock> All => blocks;

    /// <summary>Numbers of all blocks together; what follows them in a row is left alone.</summary>
    public int Length { get; } = blocks.Sum(block => block.Length);

    /// <summary>The columns of one block.</summary>
    /// <param name="rows">Rows of all blocks.</param>
    /// <param name="start">The block's first column.</param>
    /// <param name="length">Its columns.</param>
    public static AlignedMatrix Columns(AlignedMatrix rows, int start, int length)
    {
        var columns = new AlignedMatrix(length, rows.Rows);
        for (var row = 0; row < rows.Rows; row++)
            columns.Add(rows[row].Slice(start, length));
        return columns;
    }

    /// <summary>Puts matrices with a row for each image side by side, each brought to its length.</summary>
    /// <param name="parts">One matrix for each share.</param>
    /// <param name="shares">The shares.</param>
    public static AlignedMatrix Join(IReadOnlyList<AlignedMatrix> parts, IReadOnlyList<float> shares)
    {
        var blocks = new SpaceBlocks([.. parts.Zip(shares, (part, share) => new EmbeddingBlock(part.Columns, share))]);
        var joined = new AlignedMatrix(blocks.Length, parts[0].Rows);
        for (var row = 0; row < parts[0].Rows; row++)
        {
            var target = joined[joined.AddUnwritten()];
            var rest = target;
            foreach (var part in parts)
            {
                part[row].CopyTo(rest);
                rest = rest[part.Columns..];
            }

            blocks.Scale(target);
        }

        return joined;
    }

    /// <summary>Brings each block of a row to its length; a block of zeros stays as it is.</summary>
    public void Scale(Span<float> row) => Multiply(row, FactorsOf(row));

    /// <summary>What <see cref="Scale"/> multiplies the blocks of a row by.</summary>
    public float[] FactorsOf(ReadOnlySpan<float> row)
    {
        var factors = new float[blocks.Count];
        for (var i = 0; i < factors.Length; i++)
        {
            var length = TensorPrimitives.Norm(row[..blocks[i].Length]);
            factors[i] = length > 0 ? MathF.Sqrt(blocks[i].Share) / length : 1;
            row = row[blocks[i].Length..];
        }

        return factors;
    }

    /// <summary>Multiplies the blocks of a row, each by a number of its own.</summary>
    public void Multiply(Span<float> row, IReadOnlyList<float> factors)
    {
        foreach (var (block, factor) in blocks.Zip(factors))
        {
            TensorPrimitives.Multiply(row[..block.Length], factor, row[..block.Length]);
            row = row[block.Length..];
        }
    }
}
