using System.Numerics.Tensors;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;

namespace Kindred.Spaces.Blocks;

/// <summary>Raw embeddings, centered and projected onto their principal axes, or those of some of them.</summary>
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

    /// <summary>Fits on all rows, and projects them.</summary>
    /// <param name="raw">Raw embeddings, one a row; left as they are.</param>
    /// <param name="most">Axes wanted; fewer where there are not enough rows.</param>
    /// <param name="exact">How many of them have to be exact, as <see cref="PrincipalAxes.Find"/> takes it.</param>
    public static PrincipalImages Fit(AlignedMatrix raw, int most, int exact)
    {
        int[] rows = [.. Enumerable.Range(0, raw.Rows)];
        var mean = MeanOf(raw, rows);
        using var centered = Centered(raw, rows, mean);
        return Project(centered, mean, FindAxes(centered, most, exact));
    }

    /// <summary>
    /// Fits on some of the images, within these axes, and projects all of them. Where these images are no more than the axes, the new ones
    /// are turned among their neighbors: the first ones span nearly what as many of largest variance span.
    /// </summary>
    /// <param name="seen">Whether an image takes part in the fit.</param>
    /// <param name="most">Axes wanted; fewer where there are not enough images.</param>
    /// <returns>Images whose mean and axes are in these coordinates.</returns>
    public PrincipalImages Within(Func<int, bool> seen, int most)
    {
        int[] all = [.. Enumerable.Range(0, Images.Rows)];
        int[] rows = [.. all.Where(seen)];
        var mean = MeanOf(Images, rows);
        using var centered = Centered(Images, rows, mean);
        using var projected = Centered(Images, all, mean);
        // Where there are fewer images than axes, finding the new axes would take longer than all else of a fold (docs/decisions/0003).
        var axes = centered.Rows <= centered.Columns
            ? PrincipalAxes.FindNested(centered, CountOf(centered, most))
            : FindAxes(centered, most, most);
        return Project(projected, mean, axes);
    }

    /// <summary>Some of the images, in the same axes.</summary>
    /// <param name="rows">Their numbers, in their new order.</param>
    public PrincipalImages Select(IReadOnlyList<int> rows)
    {
        var images = new AlignedMatrix(Images.Columns, rows.Count);
        foreach (var row in rows)
            images.Add(Images[row]);
        return new PrincipalImages(Mean, Axes, images);
    }

    public void Dispose() => Images.Dispose();

    private static float[] MeanOf(AlignedMatrix raw, int[] rows)
    {
        var mean = new float[raw.Columns];
        foreach (var row in rows)
            TensorPrimitives.Add(mean, raw[row], mean);
        TensorPrimitives.Divide(mean, Math.Max(1, rows.Length), mean);
        return mean;
    }

    private static float[] FindAxes(AlignedMatrix centered, int most, int exact) =>
        PrincipalAxes.Find(centered, CountOf(centered, most), exact);

    private static int CountOf(AlignedMatrix centered, int most) => Math.Clamp(Math.Min(centered.Rows, centered.Columns) - 2, 1, most);

    private static PrincipalImages Project(AlignedMatrix centered, float[] mean, float[] axes)
    {
        using var directions = new AlignedMatrix(centered.Columns, axes.Length / centered.Columns);
        for (var start = 0; start < axes.Length; start += centered.Columns)
            directions.Add(axes.AsSpan(start, centered.Columns));
        return new PrincipalImages(mean, axes, MatrixProducts.Multiply(centered, directions));
    }

    private static AlignedMatrix Centered(AlignedMatrix raw, int[] rows, float[] mean)
    {
        var centered = new AlignedMatrix(raw.Columns, rows.Length);
        foreach (var row in rows)
            TensorPrimitives.Subtract(raw[row], mean, centered[centered.AddUnwritten()]);
        return centered;
    }
}
