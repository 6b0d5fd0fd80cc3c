using System.Numerics.Tensors;

namespace Kindred.Benchmarks.Vectors;

/// <summary>Writes random vectors of length 1. Seeded: the same rows come out on any number of cores.</summary>
internal static class RandomVectors
{
    private const int BlockRows = 1000;

    /// <summary>Normal deviates: no vector is near another, which makes no difference to an exact search.</summary>
    public static void WriteNormal(string path, int rows, int columns, int seed)
    {
        using var file = VectorFile.Create(path, rows, columns);
        ForEachBlock(file, seed, (row, random) => FillNormal(row, random));
    }

    /// <summary>Points around a thousand centers. Queries are drawn from the same distribution as the vectors they search.</summary>
    /// <param name="path">Where the vectors go.</param>
    /// <param name="rows">How many.</param>
    /// <param name="queriesPath">Where the queries go; they are not among the vectors.</param>
    /// <param name="queries">How many.</param>
    /// <param name="columns">Length of both.</param>
    /// <param name="seed">Of the centers, and of all else.</param>
    public static void WriteClustered(string path, int rows, string queriesPath, int queries, int columns, int seed)
    {
        var clusters = new ClusteredVectors(columns, seed);
        foreach (var (target, count, firstSeed) in new[] { (path, rows, seed + 1), (queriesPath, queries, seed + 2) })
        {
            using var file = VectorFile.Create(target, count, columns);
            ForEachBlock(file, firstSeed, clusters.Fill);
        }
    }

    /// <summary>Box and Muller's method: two deviates from two uniform ones.</summary>
    public static void FillNormal(Span<float> row, Random random)
    {
        for (var i = 0; i < row.Length; i += 2)
        {
            var radius = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            var (sin, cos) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            row[i] = radius * cos;
            if (i + 1 < row.Length)
                row[i + 1] = radius * sin;
        }
    }

    private static void ForEachBlock(VectorFile file, int seed, RowFiller fill) =>
        Parallel.For(0, (file.Rows + BlockRows - 1) / BlockRows, block =>
        {
            var random = ClusteredVectors.ChanceOf(seed, block);
            for (var row = block * BlockRows; row < Math.Min(file.Rows, (block + 1) * BlockRows); row++)
            {
                fill(file[row], random);
                TensorPrimitives.Divide(file[row], TensorPrimitives.Norm<float>(file[row]), file[row]);
            }
        });

    private delegate void RowFiller(Span<float> row, Random random);
}
