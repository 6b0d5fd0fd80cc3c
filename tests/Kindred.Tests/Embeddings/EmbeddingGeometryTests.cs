using Kindred.Embeddings;

namespace Kindred.Tests.Embeddings;

public sealed class EmbeddingGeometryTests
{
    [Fact]
    public void Create_PartsInARow_AddsUpTheirLengths()
    {
        var layout = new EmbeddingGeometry([new EmbeddingPart(0, 3, 96), new EmbeddingPart(864, 2, 160), new EmbeddingPart(1504, 3, 64)]);

        Assert.Equal(2080, layout.Dimensions);
    }

    [Fact]
    public void Create_GapOverlapOrNothing_Throws()
    {
        Assert.Throws<ArgumentException>(() => new EmbeddingGeometry([]));
        Assert.Throws<ArgumentException>(() => new EmbeddingGeometry([new EmbeddingPart(1, 1, 4)]));
        Assert.Throws<ArgumentException>(() => new EmbeddingGeometry([new EmbeddingPart(0, 2, 1), new EmbeddingPart(3, 1, 4)]));
        Assert.Throws<ArgumentException>(() => new EmbeddingGeometry([new EmbeddingPart(0, 0, 1)]));
        Assert.Throws<ArgumentException>(() => new EmbeddingGeometry([new EmbeddingPart(0, 1, 0)]));
    }

    [Fact]
    public void Views_OfDifferentLengths_Throw() => Assert.Throws<ArgumentException>(() => new EmbeddingViews([1, 2], [1]));
}
