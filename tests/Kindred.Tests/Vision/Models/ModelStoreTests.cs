using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class ModelStoreTests
{
    private static readonly byte[] Content = SampleWeights.Content(1000);
    private static readonly ModelWeights Weights = SampleWeights.At(new Uri("https://example.org/sample.onnx"), Content);

    [Fact]
    public void Locate_InTwoFolders_TakesTheFirstThatIsComplete()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        using var third = new TemporaryFolder();
        Put(first, Content[..10]);
        Put(second, Content);
        Put(third, Content);
        var store = new ModelStore([first.Path, second.Path, third.Path], first.Path);

        Assert.Equal(Path.Combine(second.Path, "sample", "sample.onnx"), store.Locate(Weights));
        Assert.Equal([store.Locate(Weights)], store.LocateAll(Weights));
    }

    [Fact]
    public void Locate_NotThere_NamesTheWeights()
    {
        using var folder = new TemporaryFolder();

        var exception = Assert.Throws<KindredException>(() => new ModelStore([folder.Path], folder.Path).Locate(Weights));

        Assert.Equal((Fault.ModelMissing, "sample"), (exception.Fault, exception.Subject));
    }

    [Fact]
    public void Check_OneByteChanged_IsFound()
    {
        using var folder = new TemporaryFolder();
        var store = new ModelStore([folder.Path], folder.Path);
        Assert.Equal(["not on this machine"], store.Check(Weights));
        Put(folder, Content);
        Assert.Empty(store.Check(Weights));

        byte[] changed = [.. Content];
        changed[500] ^= 1;
        Put(folder, changed);

        Assert.Contains("SHA-256", Assert.Single(store.Check(Weights)), StringComparison.Ordinal);
        Assert.NotNull(store.TryLocate(Weights));
    }

    [Fact]
    public void Check_UnpackedWeights_AreWhatTheCatalogExpects() =>
        Assert.All(
            ModelCatalog.Default.Weights.Where(weights => weights.Origin.Npm is not null),
            weights => Assert.Empty(ModelStore.Default.Check(weights)));

    private static void Put(TemporaryFolder folder, byte[] content)
    {
        Directory.CreateDirectory(folder.File("sample"));
        folder.Write(Path.Combine("sample", "sample.onnx"), content);
    }
}
