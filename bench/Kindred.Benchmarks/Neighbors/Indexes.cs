using Kindred.Benchmarks.Vectors;
using Kindred.Search;

namespace Kindred.Benchmarks.Neighbors;

/// <summary>Builds the indexes that are measured; for the cosine, which orders vectors of length 1 as the inner product does.</summary>
internal static class Indexes
{
    public static readonly string[] Methods = ["flat", "hnsw"];
    public static readonly string[] Precisions = ["float32", "int8"];

    /// <summary>An index over the first rows of a file, built on all cores.</summary>
    public static NeighborIndex Build(string method, string precision, VectorFile vectors, int rows)
    {
        if (!Methods.Contains(method) || !Precisions.Contains(precision))
        {
            throw new KindredException(
                $"There is no index {method} over {precision}; the methods are {string.Join(", ", Methods)}, "
                + $"the precisions {string.Join(", ", Precisions)}.");
        }

        return method == "flat" ? Flat(vectors, rows, precision) : Hnsw(vectors, rows, precision);
    }

    public static FlatIndex Flat(VectorFile vectors, int rows, string precision = "float32")
    {
        var index = new FlatIndex(vectors.Columns, Metric.Cosine, rows, Parse(precision));
        for (var row = 0; row < rows; row++)
            index.Add(vectors[row]);
        return index;
    }

    public static HnswIndex Hnsw(VectorFile vectors, int rows, string precision = "float32")
    {
        var index = new HnswIndex(vectors.Columns, Metric.Cosine, Options(precision));
        index.AddRange(vectors.GetSpan()[..(rows * vectors.Columns)]);
        return index;
    }

    /// <summary>M and efConstruction as the peers have them.</summary>
    public static HnswOptions Options(string precision = "float32") => new() { M = 16, EfConstruction = 200, Precision = Parse(precision) };

    public static VectorPrecision Parse(string precision) => precision == "int8" ? VectorPrecision.Int8 : VectorPrecision.Float32;
}
