using Kindred.Embeddings;
using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class DescriptorGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Red of the ramp is 8·row + column. The cells of 8 pixels in 3 are [0,3), [2,6) and [5,8).
    [Theory]
    [InlineData(nameof(Pooling.Max), new double[] { 18, 21, 23, 42, 45, 47, 58, 61, 63 })]
    [InlineData(nameof(Pooling.Average), new double[] { 9, 11.5, 14, 29, 31.5, 34, 49, 51.5, 54 })]
    public void Build_CellsThatAreNotAlike_PoolsTheHandComputedNumbers(string pooling, double[] expected)
    {
        var graph = Build(Head(normalize: false, new HeadPart { Pool = Enum.Parse<Pooling>(pooling), Grid = 3 }));

        var descriptor = OnnxRun.Descriptors(graph, Ramp())[0];

        Assert.Equal(27, graph.Shape.Dimensions);
        Assert.Equal([new EmbeddingPart(0, 3, 3)], graph.Shape.Parts);
        for (var cell = 0; cell < 9; cell++)
        {
            Assert.Equal(expected[cell], 255 * descriptor[cell * 3], 1e-3);
            Assert.Equal(2 * expected[cell], 255 * descriptor[(cell * 3) + 1], 1e-3);
            Assert.Equal(0, descriptor[(cell * 3) + 2]);
        }
    }

    [Fact]
    public void Build_GeneralizedMean_IsTheCubeRootOfTheMeanOfCubes()
    {
        var graph = Build(Head(normalize: false, new HeadPart { Pool = Pooling.GeneralizedMean, Grid = 3 }));

        var descriptor = OnnxRun.Descriptors(graph, Ramp())[0];

        // 0, 1, 2, 8, 9, 10, 16, 17, 18: their cubes sum up to 17,091.
        Assert.Equal(Math.Cbrt(17_091 / 9.0), 255 * descriptor[0], 1e-3);
    }

    [Fact]
    public void Build_GeneralizedMeanOfNegativeNumbers_IsZero()
    {
        var input = new InputSpecification { Width = 8, Height = 8, Mean = [2, 2, 2] };
        var graph = Build(Head(normalize: true, new HeadPart { Pool = Pooling.GeneralizedMean, Grid = 2 }), input);

        // A vector of zeros has no direction; it must stay zero rather than become a NaN.
        Assert.All(OnnxRun.Descriptors(graph, Ramp())[0], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(1, new double[] { 63 })]
    [InlineData(2, new double[] { 27, 31, 59, 63 })]
    [InlineData(8, new double[] { 0, 1, 2, 3 })]
    public void Build_CellsThatAreAlike_PoolsTheHandComputedNumbers(int grid, double[] expected)
    {
        var descriptor = OnnxRun.Descriptors(Build(Head(normalize: false, new HeadPart { Pool = Pooling.Max, Grid = grid })), Ramp())[0];

        Assert.Equal(grid * grid * 3, descriptor.Length);
        for (var cell = 0; cell < expected.Length; cell++)
            Assert.Equal(expected[cell], 255 * descriptor[cell * 3], 1e-3);
    }

    [Fact]
    public void Build_Flatten_KeepsHeightWidthChannelsOrder()
    {
        var descriptor = OnnxRun.Descriptors(Build(Head(normalize: false, new HeadPart { Pool = Pooling.Flatten })), Ramp())[0];

        Assert.Equal(Ramp().Select(value => (double)value), descriptor.Select(value => Math.Round(255.0 * value, 3)));
    }

    [Fact]
    public void Build_TwoParts_NormalizesEachAndTheWhole()
    {
        var parts = new[] { new HeadPart { Tensor = "map", Pool = Pooling.Max, Grid = 2 }, new HeadPart { Pool = Pooling.Average } };
        var graph = Build(Head(normalize: true, parts));

        var descriptor = OnnxRun.Descriptors(graph, Ramp())[0];

        Assert.Equal(0.5, descriptor[..12].Sum(value => (double)value * value), 1e-5);
        Assert.Equal(0.5, descriptor[12..].Sum(value => (double)value * value), 1e-5);
        Assert.Equal([new EmbeddingPart(0, 2, 3), new EmbeddingPart(12, 1, 3)], graph.Shape.Parts);
    }

    [Fact]
    public void Build_ScalingAndColors_AreThoseOfTheInput()
    {
        var input = new InputSpecification
        {
            Width = 8,
            Height = 8,
            Colors = ColorOrder.Bgr,
            Mean = [0.5f, 0.25f, 0],
            StandardDeviation = [0.5f, 0.25f, 2],
        };
        var pictures = new byte[8 * 8 * 3];
        for (var i = 0; i < pictures.Length; i += 3)
            (pictures[i], pictures[i + 1], pictures[i + 2]) = (255, 102, 51);

        var descriptor = OnnxRun.Descriptors(Build(Head(normalize: false, new HeadPart { Pool = Pooling.Average }), input), pictures)[0];

        // Blue 0.2, green 0.4, red 1.
        // (0.2 − 0.5) / 0.5, (0.4 − 0.25) / 0.25, (1 − 0) / 2
        Assert.Equal([-0.6, 0.6, 0.5], descriptor.Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void Build_MirrorOfTheDefaultModel_MakesAPictureAndItsMirrorImageAlike()
    {
        var graph = Default();
        byte[] picture = Noise(graph, 1);
        byte[] mirrored = [.. picture.Chunk(graph.Shape.Width * 3).SelectMany(row => row.Chunk(3).Reverse().SelectMany(pixel => pixel))];

        var descriptors = OnnxRun.Descriptors(graph, [.. picture, .. mirrored]);

        Assert.Equal(2080, graph.Shape.Dimensions);
        // The two are the same sum, taken in the other order.
        Assert.Equal(descriptors[0], descriptors[1]);
        Assert.Equal(1, descriptors[0].Sum(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void Build_DefaultModel_TakesBlocksOfPixels() => Assert.Equal([80L, 80, 12], Default().Layout.Shape);

    [Fact]
    public void Build_DefaultModel_GivesTheSameBitsWhateverElseIsInTheBatch()
    {
        var graph = Default();
        using var session = OnnxRun.Open(graph);
        var pictures = Noise(graph, 5);
        var together = OnnxRun.Descriptors(session, graph, pictures);

        var bytes = graph.Shape.Width * graph.Shape.Height * 3;
        var alone = pictures.Chunk(bytes).Select(picture => OnnxRun.Descriptors(session, graph, picture)[0]);

        Assert.Equal(together, alone);
    }

    [Fact]
    public void Build_KerasRecipe_IsTheFlattenedMap()
    {
        var recipe = ModelCatalog.Default.Find("keras-2019-nsfwjs");

        var graph = DescriptorGraph.Build(recipe, ModelStore.Default.Locate(ModelCatalog.Default.FindWeights(recipe.Weights)));

        Assert.Equal(18_432, graph.Shape.Dimensions);
        Assert.All(OnnxRun.Descriptors(graph, Noise(graph, 1))[0], value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Build_FileThatIsNotThere_SaysSo()
    {
        var recipe = ModelCatalog.Default.DefaultModel;

        string Fault(string file) => Assert.Throws<KindredException>(() => DescriptorGraph.Build(recipe, _folder.File(file))).Message;

        Assert.All(["a.onnx", "a.tflite", "a.json"], file => Assert.StartsWith("Cannot read", Fault(file), StringComparison.Ordinal));
        Assert.Contains("must be a .onnx", Fault("none.pb"), StringComparison.Ordinal);
    }

    private static DescriptorGraph Default()
    {
        var recipe = ModelCatalog.Default.DefaultModel;
        return DescriptorGraph.Build(recipe, ModelStore.Default.Locate(ModelCatalog.Default.FindWeights(recipe.Weights)));
    }

    private static byte[] Noise(DescriptorGraph graph, int count)
    {
        var pictures = new byte[count * graph.Shape.Width * graph.Shape.Height * 3];
        new Random(7).NextBytes(pictures);
        return pictures;
    }

    private static DescriptorHead Head(bool normalize, params HeadPart[] parts) => new() { Parts = parts, Normalize = normalize };

    private static byte[] Ramp()
    {
        var picture = new byte[8 * 8 * 3];
        for (var i = 0; i < 64; i++)
            (picture[i * 3], picture[(i * 3) + 1]) = ((byte)i, (byte)(2 * i));
        return picture;
    }

    private DescriptorGraph Build(DescriptorHead head, InputSpecification? input = null)
    {
        var path = _folder.Write("identity.onnx", SampleNetwork.Identity(8, 8));
        return DescriptorGraph.Build(new ModelRecipe { Input = input ?? new() { Width = 8, Height = 8 }, Head = head }, path);
    }
}
