using System.Numerics.Tensors;
using Kindred.NeighborIndexes;
using Kindred.Search;
using Kindred.Search.Vectors;

namespace Kindred.Tests.NeighborIndexes;

public sealed class GalleryIndexTests
{
    private const int Rows = 3000;
    private const int Looks = 32;
    private const int Factors = 16;
    private const int K = 10;

    // Rows as ChoicesHalf makes them: looks, a factor that is short for most pictures, and what makes up the length.
    [Fact]
    public void People_QueryForAPerson_FindsWhatExactSearchFindsAndAGraphMisses()
    {
        var random = new Random(3);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
        var vectors = new VectorTable(Looks + Factors + 1, Metric.Cosine, Rows);
        for (var row = 0; row < Rows; row++)
        {
            var (looks, factor) = (Draw(Looks), Draw(Factors));
            TensorPrimitives.Multiply(looks, MathF.Sqrt(0.5f) / TensorPrimitives.Norm<float>(looks), looks);
            TensorPrimitives.Multiply(factor, 0.3f * random.NextSingle() / TensorPrimitives.Norm<float>(factor), factor);
            vectors.Add([.. looks, .. factor, MathF.Sqrt(0.5f - TensorPrimitives.SumOfSquares<float>(factor))]);
        }

        var graph = new HnswIndex(vectors, new HnswOptions());
        graph.LinkAll(progress: null, TestContext.Current.CancellationToken);
        var choice = new SearchChoice(UsesGraph: true, VectorPrecision.Float32, ForPeople: true);
        using var index = GalleryIndex.Over([], vectors, graph, choice);

        var missed = 0;
        for (var person = 0; person < 20; person++)
        {
            float[] query = [.. new float[Looks], .. Draw(Factors), 0];
            var exact = index.Exact.Search(query, K);
            Assert.Equal(exact, index.People.Search(query, K));
            missed += K - index.Index.Search(query, K).Intersect(exact).Count();
        }

        // Were it not so, people could be searched by the graph.
        Assert.InRange(missed, 20, 200);
    }
}
