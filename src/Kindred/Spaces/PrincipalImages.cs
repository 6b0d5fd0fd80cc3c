using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Spaces;

/// <summary>Raw embeddings, centered and projected onto the principal axes of some of them.</summary>
internal sealed class PrincipalImages : IDisposable
{
    private PrincipalImages(float[] mean, float[] axes, AlignedMatrix images)
    {
        Mean = mean;
        Axes = axes;
        Images = images;
    }

    /// <summary>The mean of the rows it was fitted on.</summary>
    public float[] Mean { get; }

    /// <summary>Their principal axes one after another, each of the length of a raw embedding.</summary>
    public float[] Axes { get; }

    /// <summary>All rows projected onto the axes, whether or not they took part in the fit.</summary>
    public AlignedMatrix Images { get; }

    /// <summary>Fits on the rows that are seen, and projects all rows.</summary>
    /// <param name="raw">Raw embeddings, one a row; left as they are.</param>
    /// <param name="seen">Whether a row takes part in the fit.</param>
    /// <param name="most">Axes wanted; fewer where there are not enough rows.</param>
    public static PrincipalImages Fit(AlignedMatrix raw, Func<int, bool> seen, int most)
    {
        int[] rows = [.. Enumerable.Range(0, raw.Rows).Where(seen)];
        var mean = new float[raw.Columns];
        foreach (var row in rows)
            TensorPrimitives.Add(mean, raw[row], mean);
        TensorPrimitives.Divide(mean, Math.Max(1, rows.Length), mean);

        using var centered = Centered(raw, rows, mean);
        var axes = PrincipalAxes.Find(centered, Math.Clamp(Math.Min(rows.Length, raw.Columns) - 2, 1, most));
        using var directions = new AlignedMatrix(raw.Columns, axes.Length / raw.Columns);
        for (var start = 0; start < axes.Length; start += raw.Columns)
            directions.Add(axes.AsSpan(start, raw.Columns));
        using var all = Centered(raw, [.. Enumerable.Range(0, raw.Rows)], mean);
        return new PrincipalImages(mean, axes, MatrixProducts.Multiply(all, directions));
    }

    public void Dispose() => Images.Dispose();

    private static AlignedMatrix Centered(AlignedMatrix raw, int[] rows, float[] mean)
    {
        var centered = new AlignedMatrix(raw.Columns, rows.Length);
        foreach (var row in rows)
        {
            var target = centered[centered.AddRows()];
            TensorPrimitives.Subtract(raw[row], mean, target);
        }

        return centered;
    }
}
