namespace Kindred.Vision.Models;

/// <summary>The cells adaptive pooling lays over one side of a feature map.</summary>
internal static class PoolingCells
{
    /// <summary>Cell <c>i</c> spans <c>[⌊i·size/count⌋, ⌈(i+1)·size/count⌉)</c>.</summary>
    public static IReadOnlyList<(int Start, int Length)> Along(int size, int count)
    {
        var cells = new (int Start, int Length)[count];
        for (var i = 0; i < count; i++)
        {
            var start = i * size / count;
            var end = (((i + 1) * size) + count - 1) / count;
            cells[i] = (start, end - start);
        }

        return cells;
    }

    /// <summary>Pixels from one cell to the next where all are alike and evenly spaced, so that one window makes them; else 0.</summary>
    public static int Stride(IReadOnlyList<(int Start, int Length)> cells)
    {
        if (cells.Count == 1)
            return 1;
        var stride = cells[1].Start - cells[0].Start;
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length != cells[0].Length || cells[i].Start != i * stride)
                return 0;
        }

        return stride;
    }
}
