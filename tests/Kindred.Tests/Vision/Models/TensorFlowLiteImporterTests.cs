using Kindred.Vision.Models;
using Kindred.Vision.Models.TensorFlowLite;

namespace Kindred.Tests.Vision.Models;

public sealed class TensorFlowLiteImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(17, "MAX_POOL_2D")]
    [InlineData(150, "number 150")]
    public void Import_UnsupportedOperator_NamesItAndTheLayer(int code, string name)
    {
        var path = _folder.Write("model.tflite", SampleTensorFlowLite.OneOperator(code));

        var exception = Assert.Throws<KindredException>(() => Import(path, "other"));

        Assert.Contains($"operator {name} of 'path/out;fused/other' is not supported", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_UnsupportedOperatorPastTheTensorWanted_DoesNotMatter()
    {
        var path = _folder.Write("model.tflite", SampleTensorFlowLite.OneOperator(17));

        Assert.Equal([3, 8, 8], Import(path, "in").Outputs[0].Shape);
    }

    [Fact]
    public void Import_UnknownTensor_ListsSomeThatAreThere()
    {
        var exception = Assert.Throws<KindredException>(() => Import(MobileNet(), "expanded_conv_8/sum"));

        Assert.Contains("no tensor called 'expanded_conv_8/sum'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("expanded_conv_8/", exception.Message[40..], StringComparison.Ordinal);
    }

    [Fact]
    public void Import_AmbiguousTensor_ListsWhatItCouldBe()
    {
        var exception = Assert.Throws<KindredException>(() => Import(MobileNet(), "Conv2D"));

        Assert.Contains("give more of the path", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_NoTensorNamed_AsksForOne() =>
        Assert.Contains("must name its tensors", Fault(MobileNet(), null), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("TFL3")]
    [InlineData("This is a text and not a network.")]
    [InlineData("\u00ff\u00ff\u00ff\u007fTFL3\u00ff\u00ff\u00ff\u00ff")]
    public void Import_SomethingElse_SaysSo(string content)
    {
        var path = _folder.Write("model.tflite", [.. content.Select(character => (byte)character)]);

        Assert.Contains("not a TensorFlow Lite model", Fault(path, "x"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    [InlineData(9_987_000)]
    public void Import_CutOffFile_IsAClearError(int length)
    {
        var path = _folder.Write("model.tflite", File.ReadAllBytes(MobileNet())[..length]);

        Assert.Contains("is damaged", Fault(path, "expanded_conv_15/add"), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_DamagedBytes_NeverCrashes()
    {
        var whole = SampleTensorFlowLite.OneOperator(3);
        var random = new Random(42);
        for (var round = 0; round < 2000; round++)
        {
            byte[] damaged = [.. whole];
            for (var i = random.Next(1, 5); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = _folder.Write("model.tflite", damaged);

            // Some damage is harmless; what is not must end in an error for the user.
            var exception = Record.Exception(() => Import(path, round % 2 == 0 ? "other" : "in"));

            Assert.True(exception is null or KindredException, exception?.ToString());
        }
    }

    private static string MobileNet() => ModelStore.Default.Locate(ModelCatalog.Default.FindWeights("mobilenet-v2"));

    private static string Fault(string path, string? tensor) => Assert.Throws<KindredException>(() => Import(path, tensor)).Message;

    private static ImportedNetwork Import(string path, string? tensor) => TensorFlowLiteImporter.Import(path, 8, 8, [tensor]);
}
