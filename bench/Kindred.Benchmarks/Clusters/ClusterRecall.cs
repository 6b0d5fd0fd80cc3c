using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json;
using Kindred.Benchmarks.Vectors;

namespace Kindred.Benchmarks.Clusters;

/// <summary>
/// What servers find of the ten pictures nearest to some of the gallery's own, by HTTP. The truth is found here, from the drawn embeddings,
/// by comparing all of them: none of what is measured takes part in it.
/// </summary>
internal static class ClusterRecall
{
    private const int Nearest = 10;
    private const int Seed = 5;

    /// <summary>Measures.</summary>
    /// <param name="pictures">How many pictures the gallery has.</param>
    /// <param name="dimensions">Length of their embeddings.</param>
    /// <param name="queries">How many of them to ask for.</param>
    /// <param name="servers">Whom to ask, in turn.</param>
    public static async Task<int> RunAsync(int pictures, int dimensions, int queries, string[] servers)
    {
        var started = Stopwatch.GetTimestamp();
        int[] asked = [.. new Random(Seed).GetItems(Enumerable.Range(0, pictures).ToArray(), queries).Distinct()];
        var truth = Truth(asked, pictures, dimensions);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var client = new HttpClient();
        var found = 0;
        for (var i = 0; i < asked.Length; i++)
            found += (await AskAsync(client, servers[i % servers.Length], asked[i])).Intersect(truth[i]).Count();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            queries = asked.Length,
            recallAt10 = Math.Round((double)found / truth.Sum(nearest => nearest.Length), 4),
            exactScanSeconds = Math.Round(seconds, 1),
        }));
        return 0;
    }

    /// <summary>The pictures nearest to each of some, itself left out.</summary>
    private static int[][] Truth(int[] asked, int pictures, int dimensions)
    {
        var clusters = ClusterGallery.Clusters(dimensions);
        var queries = Array.ConvertAll(asked, picture =>
        {
            var block = Block(clusters, picture / ClusterGallery.BlockRows, pictures, dimensions);
            return block.AsSpan(picture % ClusterGallery.BlockRows * dimensions, dimensions).ToArray();
        });
        var nearest = Array.ConvertAll(asked, _ => new PriorityQueue<int, float>());
        var gate = new Lock();
        PriorityQueue<int, float>[] None() => Array.ConvertAll(asked, _ => new PriorityQueue<int, float>());
        Parallel.For(0, ClusterGallery.BlocksOf(pictures), None, (block, _, own) =>
        {
            var rows = Block(clusters, block, pictures, dimensions);
            for (var query = 0; query < queries.Length; query++)
            {
                for (var row = 0; row < rows.Length / dimensions; row++)
                {
                    var picture = (block * ClusterGallery.BlockRows) + row;
                    if (picture != asked[query])
                        Keep(own[query], picture, TensorPrimitives.Dot<float>(queries[query], rows.AsSpan(row * dimensions, dimensions)));
                }
            }

            return own;
        }, own =>
        {
            lock (gate)
            {
                for (var query = 0; query < queries.Length; query++)
                {
                    while (own[query].TryDequeue(out var picture, out var cosine))
                        Keep(nearest[query], picture, cosine);
                }
            }
        });
        return Array.ConvertAll(nearest, queue => queue.UnorderedItems.Select(item => item.Element).ToArray());
    }

    private static void Keep(PriorityQueue<int, float> nearest, int picture, float cosine)
    {
        if (nearest.Count < Nearest)
            nearest.Enqueue(picture, cosine);
        else if (nearest.TryPeek(out _, out var least) && cosine > least)
            nearest.EnqueueDequeue(picture, cosine);
    }

    /// <summary>A block of embeddings as they are stored, of length 1.</summary>
    private static float[] Block(ClusteredVectors clusters, int block, int pictures, int dimensions)
    {
        var halves = ClusterGallery.Draw(clusters, block, pictures, dimensions);
        var rows = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, rows);
        for (var start = 0; start < rows.Length; start += dimensions)
        {
            var row = rows.AsSpan(start, dimensions);
            TensorPrimitives.Divide(row, TensorPrimitives.Norm<float>(row), row);
        }

        return rows;
    }

    private static async Task<int[]> AskAsync(HttpClient client, string server, int picture)
    {
        await using var answer = await client.GetStreamAsync(
            new Uri($"{server}/api/images/{picture + 1}/similar?limit={Nearest}&variants=all"));
        using var document = await JsonDocument.ParseAsync(answer);
        return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt32() - 1)];
    }
}
