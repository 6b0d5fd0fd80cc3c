using Kindred.Vision.Models;
using Kindred.Vision.Models.TensorFlowJs;
using Kindred.Vision.Models.TensorFlowLite;

namespace Kindred.Tests.Vision.Models;

public sealed class ImportedActivationTests
{
    [Theory]
    [MemberData(nameof(Activations.Networks), MemberType = typeof(Activations))]
    public void Import_PretrainedWeights_ComputesTheActivationsFoundElsewhere(string weightsId, int size)
    {
        var expected = Activations.Of(weightsId, size);
        var weights = ModelCatalog.Default.FindWeights(weightsId);
        var path = ModelStore.Default.Locate(weights);
        string?[] tensors = [.. expected.Select(activation => activation.Tensor)];

        var network = weights.Format == WeightsFormat.TensorFlowLite
            ? TensorFlowLiteImporter.Import(path, size, size, tensors)
            : TensorFlowJsImporter.Import(path, size, size, tensors);
        var actual = OnnxRun.Network(network, expected[0].Picture(), size, size);

        foreach (var (activation, output, values) in expected.Zip(network.Outputs, actual))
        {
            var (height, width, channels) = (activation.Shape[0], activation.Shape[1], activation.Shape[2]);
            Assert.Equal([channels, height, width], output.Shape);
            var tolerance = 1e-3 * activation.Samples.Max(sample => Math.Abs(sample[1]));
            foreach (var sample in activation.Samples)
            {
                var (pixel, channel) = Math.DivRem((int)sample[0], channels);
                Assert.Equal(sample[1], values[(channel * height * width) + pixel], tolerance);
            }

            Assert.Equal(activation.L2Norm, Math.Sqrt(values.Sum(value => (double)value * value)), activation.L2Norm * 1e-3);
            Assert.Equal(activation.Mean, values.Average(value => (double)value), tolerance);
        }
    }
}
