using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models.EightBit;

public sealed class NetworkQuantizerTests
{
    private const int Size = 12;

    private static readonly InputSpecification Alike = new()
    {
        Width = Size,
        Height = Size,
        Mean = [0.5f, 0.5f, 0.5f],
        StandardDeviation = [0.5f, 0.5f, 0.5f],
    };

    private readonly Random _random = new(11);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Quantize_OneConvolution_IsThePlainSumWithinItsSteps(int stride)
    {
        var convolution = Convolution(3, 5, groups: 1, new Window(3, 3, stride, stride, 1, 1, Same: true));
        var writer = new NetworkWriter(Size, Size);
        var network = writer.Finish([writer.Convolve(writer.Input, convolution)]);
        var picture = Picture();
        var (plain, slack) = Plain(convolution, picture);
        var specification = Ranges((network.Outputs[0].Name, plain.Min(), plain.Max()));

        var quantized = NetworkQuantizer.Quantize(network, Alike, specification);
        var actual = OnnxRun.NetworkOfBytes(quantized, picture, Size, Size)[0];

        Assert.True(quantized.TakesBytes);
        Assert.Equal(plain.Length, actual.Length);
        var step = (plain.Max() - plain.Min()) / 255;
        for (var i = 0; i < plain.Length; i++)
            Assert.Equal(plain[i], actual[i], slack[i] + step);
        // Far better than the bound, which adds up what may be lost of each weight.
        var error = Math.Sqrt(plain.Zip(actual).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        Assert.InRange(error, 0, 0.02 * Math.Sqrt(plain.Average(value => value * value)));
    }

    [Fact]
    public void Quantize_BlockOfAMobileNetwork_IsNearTheNetworkWithFloats()
    {
        var recipe = new ModelRecipe { Input = Alike, Head = new() { Parts = [new() { Pool = Pooling.Max }] } };
        var picture = Picture();
        var planes = Planes(picture);
        var plain = OnnxRun.Network(Block(), planes, Size, Size)[0];
        var network = Block();
        using var measure = new RangeMeasure(recipe, Block());
        measure.See(Interleaved(picture));

        var quantized = NetworkQuantizer.Quantize(network, Alike, new() { Ranges = measure.Ranges });
        var actual = OnnxRun.NetworkOfBytes(quantized, picture, Size, Size)[0];

        var error = Math.Sqrt(plain.Zip(actual).Average(pair => Math.Pow(pair.First - pair.Second, 2)));
        var spread = Math.Sqrt(plain.Average(value => (double)value * value));
        // Five roundings of maps to 8 bits and four of weights to 7, each of which loses about half a hundredth where errors are by chance.
        Assert.InRange(error / spread, 0, 0.03);
    }

    [Fact]
    public void Quantize_ChannelsScaledDifferently_RoundsThePictureAfterScaling()
    {
        var convolution = Convolution(3, 4, groups: 1, new Window(1, 1, 1, 1, 1, 1, Same: true));
        var writer = new NetworkWriter(Size, Size);
        var network = writer.Finish([writer.Convolve(writer.Input, convolution)]);
        var input = Alike with { Mean = [0.4f, 0.5f, 0.6f] };
        var planes = Planes(Picture());
        var plain = OnnxRun.Network(network, planes, Size, Size)[0];

        var quantized = NetworkQuantizer.Quantize(network, input, Ranges((network.Outputs[0].Name, plain.Min(), plain.Max())));
        var actual = OnnxRun.Network(quantized, planes, Size, Size)[0];

        Assert.False(quantized.TakesBytes);
        Assert.InRange(plain.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 0.05 * plain.Max(Math.Abs));
    }

    [Fact]
    public void Quantize_MapWithoutARange_NamesIt()
    {
        var network = Block();
        var sum = network.Outputs[0].Name;

        var exception = Assert.Throws<KindredException>(() => NetworkQuantizer.Quantize(network, Alike, Ranges(("other", -1, 1))));

        Assert.Equal(Fault.ModelUnusable, exception.Fault);
        Assert.Contains("do not say between what net/", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(sum);
    }

    // Expansion, depthwise filter and projection, as MobileNetV2 has them, and the addition around them.
    private static ImportedNetwork Block()
    {
        var random = new Random(3);
        var one = new Window(1, 1, 1, 1, 1, 1, Same: true);
        var three = new Window(3, 3, 1, 1, 1, 1, Same: true);
        var writer = new NetworkWriter(Size, Size);
        var first = writer.Convolve(writer.Input, Convolution(random, 3, 8, 1, three));
        var expanded = writer.Relu6(writer.Convolve(first, Convolution(random, 8, 32, 1, one)));
        var filtered = writer.Relu6(writer.Convolve(expanded, Convolution(random, 32, 32, 32, three)));
        var projected = writer.Convolve(filtered, Convolution(random, 32, 8, 1, one));
        return writer.Finish([writer.Add(first, projected)]);
    }

    private static EightBitSpecification Ranges(params (string Map, double Least, double Greatest)[] ranges) => new()
    {
        Ranges = ranges.ToDictionary(
            range => range.Map, range => (IReadOnlyList<float>)[(float)range.Least, (float)range.Greatest], StringComparer.Ordinal),
    };

    private static Convolution Convolution(Random random, int inputs, int outputs, int groups, Window window)
    {
        float Number() => (float)((random.NextDouble() * 2) - 1);
        var weights = new float[outputs * (inputs / groups) * window.Height * window.Width];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Number();
        return new(weights, [.. Enumerable.Range(0, outputs).Select(_ => Number())], inputs, outputs, groups, window);
    }

    private Convolution Convolution(int inputs, int outputs, int groups, Window window) =>
        Convolution(_random, inputs, outputs, groups, window);

    // [3, height, width]
    private byte[] Picture()
    {
        var picture = new byte[3 * Size * Size];
        _random.NextBytes(picture);
        return picture;
    }

    private static float[] Planes(byte[] picture) => [.. picture.Select(value => ((value / 255f) - 0.5f) / 0.5f)];

    // [height, width, 3]
    private static byte[] Interleaved(byte[] picture) =>
        [.. Enumerable.Range(0, picture.Length).Select(i => picture[((i % 3) * Size * Size) + (i / 3)])];

    /// <summary>
    /// The convolution with doubles, by its definition, and for each number what rounding each weight by a step at most, the bias by half
    /// a step and the picture's padding by half a byte may change.
    /// </summary>
    private static (double[] Values, double[] Slack) Plain(Convolution convolution, byte[] picture)
    {
        var window = convolution.Window;
        var (rows, top, _) = window.Vertical(Size);
        var (columns, left, _) = window.Horizontal(Size);
        var values = new double[convolution.Outputs * rows * columns];
        var slack = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var (output, place) = Math.DivRem(i, rows * columns);
            var (row, column) = Math.DivRem(place, columns);
            var taps = convolution.Weights.Length / convolution.Outputs;
            var weights = convolution.Weights.AsSpan(output * taps, taps);
            var step = weights.ToArray().Max(Math.Abs) / 64.0;
            values[i] = convolution.Bias[output];
            slack[i] = step / 255;
            for (var tap = 0; tap < taps; tap++)
            {
                var (channel, position) = Math.DivRem(tap, 9);
                var y = (row * window.StrideY) - top + (position / 3);
                var x = (column * window.StrideX) - left + (position % 3);
                var inside = y is >= 0 and < Size && x is >= 0 and < Size;
                var seen = inside ? (picture[(((channel * Size) + y) * Size) + x] / 127.5) - 1 : 0;
                values[i] += weights[tap] * seen;
                slack[i] += (step * Math.Abs(seen)) + (inside ? 0 : Math.Abs(weights[tap]) / 255);
            }
        }

        return (values, slack);
    }
}
