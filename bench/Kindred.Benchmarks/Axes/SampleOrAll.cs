using System.Diagnostics;
using System.Numerics.Tensors;
using Kindred.Search;
using Kindred.Search.Kernels;
using Kindred.Search.Memory;
using Kindred.Spaces;

namespace Kindred.Benchmarks.Axes;

/// <summary>
/// Is a space fitted on an even sample as good as one fitted on all images? Over made-up embeddings: the share of the variance that the
/// axes keep, and how many of the ten nearest by raw cosine are among the ten nearest in the space.
/// </summary>
internal static class SampleOrAll
{
    private const int Queries = 1000;
    private const int Nearest = 10;

    public static void Run(int count, double decay)
    {
        var embeddings = new MadeUpEmbeddings(count, decay);
        using var all = new StreamedCovariance(MadeUpEmbeddings.Dimensions);
        var streaming = TimeSpan.Zero;
        foreach (var block in embeddings.Blocks())
        {
            using (block)
            {
                var started = Stopwatch.GetTimestamp();
                all.Add(block);
                streaming += Stopwatch.GetElapsedTime(started);
            }
        }

        int[] sampled = [.. Enumerable.Range(0, VisualSpace.SampleSize).Select(i => (int)((long)i * count / VisualSpace.SampleSize))];
        var spaces = new List<(string Fit, TimeSpan Time, EmbeddingSpace Space)>();
        foreach (var axes in AxesTables.AxisCounts)
        {
            using var sample = embeddings.Rows(sampled);
            var (ofSample, took) = Timed(() => VisualSpace.Fit(sample, 1, count, axes));
            spaces.Add(($"{VisualSpace.SampleSize:N0} sampled", took, ofSample));
            (var ofAll, took) = Timed(() => all.Fit(axes));
            spaces.Add(($"all {count:N0}", streaming + took, ofAll));
        }

        var recall = Recall(embeddings, [.. spaces.Select(entry => entry.Space)]);
        using var scatter = all.Scatter();
        for (var i = 0; i < spaces.Count; i++)
        {
            var (fit, time, space) = spaces[i];
            Console.WriteLine(
                $"| {decay:0.0} | {space.AxisCount} | {fit} | {time.TotalSeconds:0.0} s "
                + $"| {VarianceShare(space, scatter):0.000} | {recall[i]:0.000} |");
            space.Dispose();
        }
    }

    private static (EmbeddingSpace Space, TimeSpan Took) Timed(Func<EmbeddingSpace> fit)
    {
        var started = Stopwatch.GetTimestamp();
        return (fit(), Stopwatch.GetElapsedTime(started));
    }

    private static double VarianceShare(EmbeddingSpace space, AlignedMatrix scatter)
    {
        using var axes = new AlignedMatrix(scatter.Columns, space.AxisCount);
        for (var axis = 0; axis < space.AxisCount; axis++)
            axes.Add(space.Axis(axis));
        using var images = MatrixProducts.Multiply(axes, scatter);
        var kept = Enumerable.Range(0, space.AxisCount).Sum(axis => (double)TensorPrimitives.Dot<float>(images[axis], axes[axis]));
        return kept / Enumerable.Range(0, scatter.Rows).Sum(i => (double)scatter[i][i]);
    }

    private static double[] Recall(MadeUpEmbeddings embeddings, EmbeddingSpace[] spaces)
    {
        using var raw = new FlatIndex(MadeUpEmbeddings.Dimensions, Metric.Cosine, embeddings.Count);
        FlatIndex[] projected = [.. spaces.Select(space => new FlatIndex(space.Dimensions, Metric.Cosine, embeddings.Count))];
        foreach (var block in embeddings.Blocks())
        {
            using (block)
            {
                for (var row = 0; row < block.Rows; row++)
                    raw.Add(block[row]);
                Parallel.For(0, spaces.Length, i =>
                {
                    using var rows = new AlignedMatrix(block.Columns, block.Rows);
                    for (var row = 0; row < block.Rows; row++)
                        rows.Add(block[row]);
                    using var images = spaces[i].Project(rows);
                    for (var row = 0; row < images.Rows; row++)
                        projected[i].Add(images[row]);
                });
            }
        }

        int[] queries = [.. Enumerable.Range(0, Queries).Select(i => (int)((((long)i * 2) + 1) * embeddings.Count / (2 * Queries)))];
        var truth = Lists(raw, queries);
        double Recall(FlatIndex index) =>
            Lists(index, queries).Zip(truth, (found, right) => found.Intersect(right).Count() / (double)Nearest).Average();
        var recall = projected.Select(Recall).ToArray();
        foreach (var index in projected)
            index.Dispose();
        return recall;
    }

    private static int[][] Lists(FlatIndex index, int[] queries) =>
    [
        .. queries.AsParallel().AsOrdered().Select(query =>
            index.Search(index[query], Nearest, other => other != query).Select(neighbor => neighbor.Id).ToArray()),
    ];
}
