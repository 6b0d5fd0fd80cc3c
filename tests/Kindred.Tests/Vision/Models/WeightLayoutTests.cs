using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models;

public sealed class WeightLayoutTests
{
    // Each number says where it is: 10,000 · tap + 100 · input + output.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9, 5, 8)]
    [InlineData(6, 3, 21)]
    public void HwioToOihw_EveryNumber_FindsItsPlace(int taps, int inputs, int outputs)
    {
        var weights = new List<float>();
        for (var tap = 0; tap < taps; tap++)
        {
            for (var input = 0; input < inputs; input++)
                weights.AddRange(Enumerable.Range(0, outputs).Select(output => (10_000f * tap) + (100 * input) + output));
        }

        var arranged = WeightLayout.HwioToOihw(weights.ToArray(), taps, inputs, outputs);

        var expected = new List<float>();
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
                expected.AddRange(Enumerable.Range(0, taps).Select(tap => (10_000f * tap) + (100 * input) + output));
        }

        Assert.Equal(expected, arranged);
    }
}
