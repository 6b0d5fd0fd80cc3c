using Kindred.Embeddings;
using Kindred.Vision;

namespace Kindred.Tests.Embeddings;

public sealed class LibraryModelTests
{
    /// <summary>A server goes on running while somebody fetches the weights that it misses.</summary>
    [Fact]
    public void Embedder_FailedOnce_IsLoadedWhenItCanBe()
    {
        var isHere = false;
        using var model = new LibraryModel("here", () => isHere
            ? OnnxEmbedder.Load()
            : throw new KindredException(Fault.ModelMissing, "The weights are not here."));

        Assert.Throws<KindredException>(() => model.Embedder);
        isHere = true;

        Assert.Same(model.Embedder, model.Embedder);
    }
}
