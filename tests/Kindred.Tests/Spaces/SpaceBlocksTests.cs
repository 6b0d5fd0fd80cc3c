using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Search.Memory;
using Kindred.Spaces;
using Kindred.Spaces.Blocks;

namespace Kindred.Tests.Spaces;

/// <summary>Spaces of embeddings that two networks gave.</summary>
public sealed class SpaceBlocksTests
{
    private static readonly EmbeddingBlock[] Blocks = [new(30, 0.25f), new(50, 0.75f)];

    [Theory]
    [InlineData("0.25 x 30: [a max 3], mirror + 0.75 x 50: [b gem3 2]", 80, 30, 50)]
    [InlineData("0.25 x 30: [a max 3], mirror + 0.75 x 50: [b gem3 2]", 81, 81)]
    [InlineData("[a max 3], mirror", 80, 80)]
    [InlineData("", 3, 3)]
    [InlineData("generator of 0.5 x 3: things + 0.5 x 77: more", 80, 80)]
    public void Read_HeadOfAStamp_IsItsBlocks(string head, int dimensions, params int[] lengths) =>
        Assert.Equal(lengths, EmbeddingBlock.Read(head, dimensions).Select(block => block.Length));

    [Fact]
    public void Describe_Blocks_IsReadBack() =>
        Assert.Equal(Blocks, EmbeddingBlock.Read(EmbeddingBlock.Describe([(Blocks[0], "[a], mirror"), (Blocks[1], "[b]")]), 80));

    [Theory]
    [InlineData(40)]
    [InlineData(300)]
    public void Fit_TwoBlocks_ComparesLikeTheSpacesOfBothByTheirShares(int images)
    {
        using var raw = Random(images);
        using var first = SpaceBlocks.Columns(raw, 0, 30);
        using var second = SpaceBlocks.Columns(raw, 30, 50);
        using var both = VisualSpace.Fit(raw, 1, images, most: 20, Blocks);
        using var ofFirst = VisualSpace.Fit(first, 1, images, most: 20);
        using var ofSecond = VisualSpace.Fit(second, 1, images, most: 20);

        using var fresh = Random(images);
        var a = fresh[3];
        var b = fresh[7];

        var score = TensorPrimitives.CosineSimilarity<float>(both.Project(a), both.Project(b));
        var expected = (0.25f * TensorPrimitives.CosineSimilarity<float>(ofFirst.Project(a[..30]), ofFirst.Project(b[..30])))
            + (0.75f * TensorPrimitives.CosineSimilarity<float>(ofSecond.Project(a[30..]), ofSecond.Project(b[30..])));
        Assert.Equal(expected, score, 1e-4f);
        Assert.Equal(40, both.Dimensions);
    }

    [Fact]
    public void Fit_FewImages_OnlyCentersEachBlock()
    {
        using var raw = Random(17);
        using var both = VisualSpace.Fit(raw, 1, 17, most: 60, Blocks);

        using var fresh = Random(17);
        var projected = both.Project(fresh[0]);

        Assert.Equal(80, both.Dimensions);
        Assert.Equal(0.5f, TensorPrimitives.Norm<float>(projected.AsSpan(0, 30)), 1e-5f);
        Assert.Equal(MathF.Sqrt(0.75f), TensorPrimitives.Norm<float>(projected.AsSpan(30)), 1e-5f);
    }

    [Fact]
    public void BackProject_OfOneEmbedding_SplitsItsScore()
    {
        using var raw = Random(300);
        using var both = VisualSpace.Fit(raw, 1, 300, most: 20, Blocks);
        using var fresh = Random(300);
        var direction = both.Project(fresh[1]);

        var weights = both.BackProject(direction, fresh[2]);

        var centered = new float[80];
        TensorPrimitives.Subtract(fresh[2], both.Mean, centered);
        Assert.Equal(
            TensorPrimitives.Dot<float>(direction, both.Project(fresh[2])), TensorPrimitives.Dot<float>(weights, centered), 1e-4f);
    }

    [Fact]
    public void Learned_TwoBlocks_KeepsEachAtItsShare()
    {
        // Two groups that only the first block tells apart, and noise in the second.
        var random = new Random(5);
        using var raw = new AlignedMatrix(80, 120);
        for (var row = 0; row < 120; row++)
        {
            var target = raw[raw.AddRows()];
            for (var number = 0; number < 80; number++)
                target[number] = (float)random.NextDouble() - 0.5f;
            target[0] += row % 2;
        }

        int[] labels = [.. Enumerable.Range(0, 120).Select(row => row % 2)];
        using var principal = LearnedSpace.PrincipalOf(raw, Blocks);
        var (space, gain, _, _) = LearnedSpace.Fit(principal, ImageGroups.OfLabels(labels), labels: 2, 1, 120);
        using (space)
        {
            Assert.NotNull(space);
            Assert.True(gain.Learned > gain.Visual);
            var axes = space.Blocks!.All[0].Length;
            var projected = space.Project(raw[0]);
            Assert.Equal(0.5f, TensorPrimitives.Norm<float>(projected.AsSpan(0, axes)), 1e-4f);
            Assert.Equal(MathF.Sqrt(0.75f), TensorPrimitives.Norm<float>(projected.AsSpan(axes)), 1e-4f);
        }
    }

    private static AlignedMatrix Random(int rows)
    {
        var random = new Random(rows);
        var matrix = new AlignedMatrix(80, rows);
        for (var row = 0; row < rows; row++)
        {
            var target = matrix[matrix.AddRows()];
            for (var number = 0; number < 80; number++)
                target[number] = (float)random.NextDouble() * (1 + (number % 9));
        }

        return matrix;
    }
}
