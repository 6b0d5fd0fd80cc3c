using Kindred.Embeddings;
using Kindred.Images;

namespace Kindred.Tests.Embeddings;

public sealed class EmbeddingResultTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(-65_504, true)]
    [InlineData(70_000, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.NegativeInfinity, false)]
    public void Of_NumbersThatALibraryCannotKeep_Failed(float number, bool isKept)
    {
        var result = EmbeddingResult.Of(ticket: 3, [1, number, 2], 640, 480);

        Assert.Equal(3, result.Ticket);
        Assert.Equal(isKept ? null : ImageFault.Damaged, result.Fault);
        Assert.Equal(isKept, result.Embedding is not null);
        Assert.Equal(isKept, Half.IsFinite((Half)number));
    }
}
