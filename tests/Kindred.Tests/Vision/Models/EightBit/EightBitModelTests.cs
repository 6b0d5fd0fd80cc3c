using System.Numerics.Tensors;
using Kindred.Images;
using Kindred.Tests.Samples;
using Kindred.Vision;
using Kindred.Vision.Decoding;
using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;

namespace Kindred.Tests.Vision.Models.EightBit;

/// <summary>The catalog's models that compute with 8-bit numbers, each beside the one with floats.</summary>
public sealed class EightBitModelTests(DrawnGallery gallery) : IClassFixture<DrawnGallery>
{
    private readonly string[] _pictures =
        [.. Directory.EnumerateFiles(gallery.Folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Models with floats; the name of the one with 8-bit numbers ends with <c>-int8</c>.</summary>
    public static TheoryData<string> Models => ["mobilenet-v2", "resnet18"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Embeddings_OfDrawnPictures_AreNearestTheirOwnWithFloats(string model)
    {
        FetchedWeights.Need(model);
        var floats = await EmbedAsync(model);
        var rounded = await EmbedAsync($"{model}-int8");

        for (var picture = 0; picture < _pictures.Length; picture++)
        {
            float[] cosines = [.. floats.Select(other => TensorPrimitives.CosineSimilarity(rounded[picture], other))];
            Assert.Equal(picture, TensorPrimitives.IndexOfMax<float>(cosines));
            // A map that is cut off, or a filter whose errors add up, would cost more than this.
            Assert.InRange(cosines[picture], 0.99f, 1.001f);
        }

        Assert.NotEqual(floats[0], rounded[0]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Ranges_InTheCatalog_HoldWhatDrawnPicturesHave(string model)
    {
        FetchedWeights.Need(model);
        var located = LocatedModel.Find(model);
        var ranges = ModelCatalog.Default.Find($"{model}-int8").EightBit!.Ranges; // It is what the model is for.
        using var measure = new RangeMeasure(located.Recipe, located.Weights[0]);
        var decoder = new ImageDecoder();
        var (width, height) = (located.Recipe.Input.Width, located.Recipe.Input.Height);
        var pixels = new byte[width * height * 3];

        foreach (var picture in _pictures)
        {
            decoder.Decode(File.ReadAllBytes(picture), width, height, pixels);
            measure.See(pixels);
        }

        Assert.Equal(ranges.Keys.Order(StringComparer.Ordinal), measure.Ranges.Keys.Order(StringComparer.Ordinal));
        Assert.All(measure.Ranges, measured =>
        {
            var (least, greatest) = (ranges[measured.Key][0], ranges[measured.Key][1]);
            // They are of 200 other drawn pictures: these may go beyond them by little.
            var slack = 0.25f * (greatest - least);
            Assert.InRange(measured.Value[0], least - slack, 0);
            Assert.InRange(measured.Value[1], 0, greatest + slack);
        });
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Stamp_SaysThatNumbersAreRounded(string model)
    {
        FetchedWeights.Need(model);
        using var embedder = OnnxEmbedder.Load($"{model}-int8");
        using var floats = OnnxEmbedder.Load(model);

        Assert.StartsWith($"{floats.Stamp.Head}, int8 ", embedder.Stamp.Head, StringComparison.Ordinal);
        Assert.Equal(floats.Stamp.Weights, embedder.Stamp.Weights);
        Assert.NotEqual(floats.Stamp, embedder.Stamp);
    }

    [Fact]
    public void Stamp_TwoNetworks_SaysSoOfEach()
    {
        FetchedWeights.Need("resnet18");
        using var embedder = OnnxEmbedder.Load("mobilenet-v2-int8+resnet18-int8");

        Assert.Matches(@"^0\.5 x 2080: .*, mirror, int8 [0-9a-f]{8} \+ 0\.5 x 2048: .*, int8 [0-9a-f]{8}$", embedder.Stamp.Head);
    }

    [Fact]
    public void Specification_OtherRanges_IsAnotherStamp()
    {
        EightBitSpecification Of(float greatest) =>
            new() { Ranges = new Dictionary<string, IReadOnlyList<float>>(StringComparer.Ordinal) { ["map"] = [-1, greatest] } };

        Assert.Equal(Of(2).ToString(), Of(2).ToString());
        Assert.NotEqual(Of(2).ToString(), Of(2.01f).ToString());
    }

    private async Task<float[][]> EmbedAsync(string model)
    {
        using var embedder = OnnxEmbedder.Load(model);
        var embeddings = new float[_pictures.Length][];
        var pictures = _pictures.Select((path, i) => EncodedImage.FromBytes(File.ReadAllBytes(path), i));
        await foreach (var result in embedder.EmbedAsync(pictures.ToAsyncEnumerable(), Cancel))
            embeddings[result.Ticket] = result.Embedding!; // A drawn picture is no bad one.
        return embeddings;
    }
}
