using Kindred.Embeddings;

namespace Kindred.Spaces.Blocks;

/// <summary>Puts spaces that were fitted to the blocks of raw embeddings, each by itself, together to one.</summary>
internal static class BlockAxes
{
    /// <summary>The space of all blocks.</summary>
    /// <param name="kind">How they were made.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="count">Images in the whole gallery.</param>
    /// <param name="blocks">The blocks of raw embeddings.</param>
    /// <param name="fits">For each block its mean and its axes one after another, none to only subtract the mean.</param>
    public static EmbeddingSpace Join(
        SpaceKind kind, int version, int count, IReadOnlyList<EmbeddingBlock> blocks, IReadOnlyList<(float[] Mean, float[] Axes)> fits)
    {
        if (blocks.Count == 1)
            return EmbeddingSpace.Create(kind, version, count, fits[0].Mean, fits[0].Axes);

        float[] mean = [.. fits.SelectMany(fit => fit.Mean)];
        if (fits.All(fit => fit.Axes.Length == 0))
            return EmbeddingSpace.Create(kind, version, count, mean, [], new SpaceBlocks(blocks));

        // Axes of all numbers, zero but for those of their block.
        var axes = new List<float[]>();
        var joined = new List<EmbeddingBlock>();
        var start = 0;
        foreach (var (block, fit) in blocks.Zip(fits))
        {
            float[][] own = fit.Axes.Length > 0 ? [.. fit.Axes.Chunk(block.Length)] : Unchanged(block.Length);
            foreach (var axis in own)
            {
                var whole = new float[mean.Length];
                axis.CopyTo(whole, start);
                axes.Add(whole);
            }

            joined.Add(block with { Length = own.Length });
            start += block.Length;
        }

        float[] all = [.. axes.SelectMany(axis => axis)];
        return EmbeddingSpace.Create(kind, version, count, mean, all, new SpaceBlocks(joined));
    }

    // A network of few numbers keeps them all beside one of many.
    private static float[][] Unchanged(int length) =>
    [
        .. Enumerable.Range(0, length).Select(number =>
        {
            var axis = new float[length];
            axis[number] = 1;
            return axis;
        }),
    ];
}
