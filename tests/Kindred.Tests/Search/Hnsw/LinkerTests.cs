using Kindred.Search;
using Kindred.Search.Hnsw;
using Kindred.Search.Vectors;

namespace Kindred.Tests.Search.Hnsw;

public sealed class LinkerTests
{
    /// <summary>
    /// The second node has seen an empty graph when the first becomes the entry, and it is on a higher level: searches start from it from
    /// then on, and must come upon the first.
    /// </summary>
    [Fact]
    public async Task Link_TwoFirstNodesAtOnce_BothAreFound()
    {
        using var vectors = new VectorTable(2, Metric.Cosine);
        vectors.Add([1, 0]);
        vectors.Add([0, 1]);
        using var graph = new HnswGraph(16);
        graph.AddNodes(2, id => id);
        var second = new Thread(() => NewLinker(graph, vectors).Link(1));
        var isBegun = false;

        // Whoever adds nodes holds the lock that the second one needs to become the entry; it waits there with what it saw before.
        graph.AddNodes(3, _ =>
        {
            isBegun = true;
            second.Start();
            while (!second.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                Thread.Yield();
            NewLinker(graph, vectors).Link(0);
            return 0;
        });
        await Eventually.TrueAsync(() => !second.IsAlive, "The second node is never linked.");

        Assert.True(isBegun);
        Assert.Equal([0, 1], Found(graph, vectors, from: 0));
        Assert.Equal([1, 0], Found(graph, vectors, from: 1));
    }

    private static Linker NewLinker(HnswGraph graph, VectorTable vectors) =>
        new(graph, vectors, new Walk(graph, vectors), efConstruction: 10);

    private static int[] Found(HnswGraph graph, VectorTable vectors, int from)
    {
        var walk = new Walk(graph, vectors);
        Assert.True(walk.Run(ExactDistance.From(vectors, from), width: 10));
        return [.. Enumerable.Range(0, walk.Beam.Count).Select(walk.Beam.Id)];
    }
}
