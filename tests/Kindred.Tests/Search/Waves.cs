using Kindred.Search;

namespace Kindred.Tests.Search;

/// <summary>
/// Numbers from a formula, so that other programs can make the same ones:
/// <c>x[i,j] = sin(0.37·i·(j+1) + 0.11·j) + 0.1·cos(0.05·i² + j)</c>.
/// </summary>
internal static class Waves
{
    public static float[] Row(int i, int dimensions) =>
    [
        .. Enumerable.Range(0, dimensions).Select(j =>
            (float)(Math.Sin((0.37 * i * (j + 1)) + (0.11 * j)) + (0.1 * Math.Cos((0.05 * i * i) + j)))),
    ];

    public static FlatIndex Index(int count, int dimensions, Metric metric)
    {
        var index = new FlatIndex(dimensions, metric);
        for (var i = 0; i < count; i++)
            index.Add(Row(i, dimensions));
        return index;
    }
}
