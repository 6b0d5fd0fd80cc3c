using System.Numerics.Tensors;
using Kindred.Embeddings;
using Kindred.Search.Memory;
using Kindred.Spaces.Blocks;

namespace Kindred.Spaces;

/// <summary>
/// Fits <see cref="SpaceKind.Visual"/>: what all pictures of a gallery have in common says nothing about which are alike, so the mean is
/// removed; what only single pictures have is mostly noise, so the axes of least variance are removed too.
/// </summary>
internal static class VisualSpace
{
    /// <summary>Axes kept where there are images enough.</summary>
    public const int Axes = 256;

    /// <summary>With fewer images than this the mean itself is mostly chance, and embeddings stay as they are.</summary>
    public const int MinimumForMean = 16;

    /// <summary>
    /// More images than this add next to nothing to 256 axes (docs/decisions/0011); the fit takes an even sample of them.
    /// </summary>
    public const int SampleSize = 8192;

    /// <summary>Whether a space fitted on <paramref name="fittedOn"/> images should be fitted anew for <paramref name="count"/>.</summary>
    public static bool IsOutgrown(int fittedOn, int count) => fittedOn < MinimumForMean
        ? count >= MinimumForMean
        : count >= 2L * fittedOn || (fittedOn <= Axes && count > Axes);

    /// <summary>Fits a space. The rows are used up: they are centered in place.</summary>
    /// <param name="sample">Raw embeddings, one a row; an even sample of the gallery.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="count">Images in the whole gallery.</param>
    /// <param name="most">Axes kept where there are images enough; only measurements ask for other than <see cref="Axes"/>.</param>
    /// <param name="blocks">The blocks of raw embeddings, each with a space of its own; one of all by default.</param>
    public static EmbeddingSpace Fit(
        AlignedMatrix sample, int version, int count, int most = Axes, IReadOnlyList<EmbeddingBlock>? blocks = null)
    {
        if (count < MinimumForMean)
            return EmbeddingSpace.Identity(sample.Columns);
        blocks ??= [new EmbeddingBlock(sample.Columns, 1)];
        var columns = PrincipalBlocks.Split(sample, blocks);
        var space = BlockAxes.Join(SpaceKind.Visual, version, count, blocks, [.. columns.Select(own => Fit(own, most))]);
        foreach (var own in columns.Where(own => own != sample))
            own.Dispose();
        return space;
    }

    /// <summary>The space that a fit would find, from axes that are known already.</summary>
    /// <param name="principal">The sample in its principal axes.</param>
    /// <param name="version">Number of the fit.</param>
    /// <param name="count">Images in the whole gallery, at least <see cref="MinimumForMean"/>.</param>
    public static EmbeddingSpace Of(PrincipalBlocks principal, int version, int count) => BlockAxes.Join(
        SpaceKind.Visual, version, count, principal.Blocks, [.. principal.Parts.Select(part => (part.Mean, Leading(part)))]);

    private static float[] Leading(PrincipalImages images)
    {
        if (images.Images.Rows <= Axes || images.Mean.Length <= Axes)
            return [];
        return images.Axes[..Math.Min(images.Axes.Length, Axes * images.Mean.Length)];
    }

    private static (float[] Mean, float[] Axes) Fit(AlignedMatrix sample, int most)
    {
        var mean = new float[sample.Columns];
        for (var row = 0; row < sample.Rows; row++)
            TensorPrimitives.Add(mean, sample[row], mean);
        TensorPrimitives.Divide(mean, sample.Rows, mean);

        // Projecting onto as many axes as possible only rotates the gallery and changes no distance, so nothing is gained by it.
        if (sample.Rows <= most || sample.Columns <= most)
            return (mean, []);

        for (var row = 0; row < sample.Rows; row++)
            TensorPrimitives.Subtract(sample[row], mean, sample[row]);
        return (mean, PrincipalAxes.Find(sample, most));
    }
}
