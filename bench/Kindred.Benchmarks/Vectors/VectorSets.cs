using Kindred.Spaces;

namespace Kindred.Benchmarks.Vectors;

/// <summary>The files of vectors that Kindred and its peers search, so that all see the same.</summary>
internal static class VectorSets
{
    private const int Seed = 10;
    private const int VisualAxes = Spaces.VisualSpace.Axes;

    /// <summary>Writes the random ones, and the photographs' where there are photographs.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="photographs">A folder of photographs, or <see langword="null"/>.</param>
    /// <param name="quick">A tenth of the vectors and queries, to try the scripts with.</param>
    public static async Task<int> WriteAsync(string folder, string? photographs, bool quick)
    {
        int Size(int full) => quick ? full / 10 : full;
        string Named(string name, int rows, int columns) => Path.Combine(folder, $"{name}-{rows}x{columns}.npy");

        Directory.CreateDirectory(folder);
        RandomVectors.WriteNormal(Named("exact", Size(20_000), 1024), Size(20_000), 1024, Seed);
        RandomVectors.WriteNormal(Named("single", Size(100_000), 1024), Size(100_000), 1024, Seed + 10);
        RandomVectors.WriteClustered(
            Named("clustered", Size(100_000), 256), Size(100_000), Named("clustered-queries", Size(1000), 256), Size(1000), 256, Seed + 20);
        if (photographs is null)
            return 0;

        var (rows, queries) = (Size(20_000), Size(1000));
        var count = await PhotographVectors.WriteAsync(
            photographs, Named("real", rows, VisualAxes), rows, Named("real-queries", queries, VisualAxes), queries, Seed + 30);
        Console.Error.WriteLine($"{rows + queries} variants of {count} photographs");
        return 0;
    }

    /// <summary>Writes the vectors of the table of growth, and its queries. A gigabyte for a million.</summary>
    public static int WriteGrowing(string folder, int rows)
    {
        const int Columns = 256;
        const int Queries = 1000;
        Directory.CreateDirectory(folder);
        RandomVectors.WriteClustered(
            Path.Combine(folder, $"growth-{rows}x{Columns}.npy"), rows,
            Path.Combine(folder, $"growth-queries-{Queries}x{Columns}.npy"), Queries, Columns, Seed + 40);
        return 0;
    }
}
