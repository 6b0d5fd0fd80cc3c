using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Search.Vectors;
using Kindred.Spaces;

namespace Kindred.NearDuplicates.Finding;

/// <summary>
/// Makes raw embeddings shorter: what they are, once of length 1, on the principal axes of a sample. No mean is taken off, so the cosine of
/// two is nearly that of the embeddings. Fewer numbers than <see cref="Most"/> lose copies among many look-alikes (docs/benchmarks.md).
/// </summary>
internal sealed class PrincipalReduction : IDisposable
{
    /// <summary>More embeddings than this add next to nothing to the axes.</summary>
    public const int SampleSize = VisualSpace.SampleSize;

    /// <summary>Axes where there are embeddings enough, and these have numbers enough.</summary>
    private const int Most = 512;

    private readonly AlignedMatrix _axes;

    private PrincipalReduction(AlignedMatrix axes) => _axes = axes;

    /// <summary>Numbers that are left of each.</summary>
    public int Dimensions => _axes.Rows;

    /// <summary>Finds the axes.</summary>
    /// <param name="sample">Rows of length 1, at least three of at least three numbers.</param>
    public static PrincipalReduction Fit(AlignedMatrix sample)
    {
        var found = PrincipalAxes.Find(sample, Math.Min(Most, Math.Min(sample.Rows, sample.Columns) - 2));
        var axes = new AlignedMatrix(sample.Columns, found.Length / sample.Columns);
        for (var start = 0; start < found.Length; start += sample.Columns)
            axes.Add(found.AsSpan(start, sample.Columns));
        return new PrincipalReduction(axes);
    }

    /// <summary>What is left of embeddings of length 1, one after another.</summary>
    public float[] Of(AlignedMatrix rows)
    {
        using var products = MatrixProducts.Multiply(rows, _axes);
        var reduced = new float[rows.Rows * Dimensions];
        for (var row = 0; row < rows.Rows; row++)
            products[row].CopyTo(reduced.AsSpan(row * Dimensions));
        return reduced;
    }

    public void Dispose() => _axes.Dispose();
}
