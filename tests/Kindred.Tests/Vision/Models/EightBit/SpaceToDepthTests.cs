using Kindred.Vision.Models;
using Kindred.Vision.Models.EightBit;
using Kindred.Vision.Models.Onnx;

namespace Kindred.Tests.Vision.Models.EightBit;

/// <summary>A network that takes blocks of pixels, beside the same one that takes pixels.</summary>
public sealed class SpaceToDepthTests
{
    private const int Size = 20;
    private const int Outputs = 16;

    private readonly Random _random = new(3);

    public static TheoryData<int, int, bool> Windows
    {
        get
        {
            var windows = new TheoryData<int, int, bool>();
            // Zeros before the picture, where the window is padded: 0, 0, 0, 1, 1, 2.
            foreach (var kernel in (int[])[1, 2, 3, 4, 5, 7])
            {
                windows.Add(kernel, 3, true);
                windows.Add(kernel, kernel, false);
            }

            return windows;
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Apply_ConvolutionByTwos_GivesTheSameBits(int height, int width, bool padded)
    {
        var input = Input(mean: [0.5f, 0.5f, 0.5f]);
        var (plain, blocks) = Networks(new Window(height, width, 2, 2, 1, 1, padded), input);
        var picture = Picture();

        Assert.Equal((true, 2), (blocks.TakesBytes, blocks.Block));
        Assert.Null(blocks.Tables);
        Assert.Equal(
            OnnxRun.NetworkOfBytes(plain, Planes(picture, 3), Size, Size)[0],
            OnnxRun.NetworkOfBlocks(blocks, Blocks(blocks, input, picture), Size)[0]);
    }

    [Fact]
    public void Apply_ChannelsScaledDifferently_GivesTheSameBitsByTables()
    {
        var input = Input(mean: [0.404f, 0.455f, 0.483f]) with { Colors = ColorOrder.Bgr };
        var (plain, blocks) = Networks(new Window(7, 7, 2, 2, 1, 1, Same: true), input);
        // Every byte in every channel.
        byte[] picture = [.. Enumerable.Range(0, 3 * Size * Size).Select(i => (byte)((i / 3) + (i % 3)))];
        byte[] bgr = [.. picture.Chunk(3).SelectMany(pixel => pixel.Reverse())];
        float[] scaled =
        [
            .. Planes(bgr, 3).Select((value, i) =>
                (value * (1 / (255 * input.StandardDeviation[0]))) + (-input.Mean[i / (Size * Size)] / input.StandardDeviation[0])),
        ];

        Assert.False(plain.TakesBytes);
        Assert.Equal((true, 3), (blocks.TakesBytes, blocks.Tables!.Count)); // The channels have different means.
        Assert.Equal(
            OnnxRun.Network(plain, scaled, Size, Size)[0], OnnxRun.NetworkOfBlocks(blocks, Blocks(blocks, input, picture), Size)[0]);
    }

    [Theory]
    [InlineData(1, 1, Size)]
    [InlineData(2, 2, Size)]
    [InlineData(2, 1, Size + 1)]
    public void Apply_WhatBlocksDoNotFit_StaysAsItIs(int stride, int dilation, int size)
    {
        var input = Input(mean: [0.5f, 0.5f, 0.5f], size);
        var (plain, blocks) = Networks(new Window(3, 3, stride, stride, dilation, dilation, Same: true), input);

        Assert.Equal(1, blocks.Block);
        Assert.Equal(plain.Model, blocks.Model);
    }

    [Fact]
    public void Apply_PictureThatIsReadTwice_StaysAsItIs()
    {
        var input = Input(mean: [0.5f, 0.5f, 0.5f]);
        var writer = new NetworkWriter(Size, Size);
        var convolution = Convolution(new Window(3, 3, 2, 2, 1, 1, Same: true));
        var sum = writer.Add(writer.Convolve(writer.Input, convolution), writer.Convolve(writer.Input, convolution));
        var network = writer.Finish([sum]);
        using var measure = new RangeMeasure(Recipe(input), writer.Finish([sum]));
        measure.See(Picture());

        var quantized = NetworkQuantizer.Quantize(network, input, new() { Ranges = measure.Ranges });

        Assert.Equal(1, SpaceToDepth.Apply(quantized, input).Block);
    }

    private static InputSpecification Input(IReadOnlyList<float> mean, int size = Size) =>
        new() { Width = size, Height = size, Mean = mean, StandardDeviation = [0.5f, 0.5f, 0.5f] };

    private static ModelRecipe Recipe(InputSpecification input) =>
        new() { Input = input, Head = new() { Parts = [new() { Pool = Pooling.Max }] } };

    // [N, height, width, channels] to [N, channels, height, width] of one picture.
    private static byte[] Planes(byte[] places, int channels)
    {
        var count = places.Length / channels;
        return [.. Enumerable.Range(0, places.Length).Select(i => places[((i % count) * channels) + (i / count)])];
    }

    private static byte[] Blocks(ImportedNetwork network, InputSpecification input, byte[] picture)
    {
        var layout = new PixelLayout(Recipe(input), network.Block, network.Tables);
        var written = new byte[layout.Bytes];
        layout.Write(picture, written);
        return Planes(written, 12);
    }

    private byte[] Picture()
    {
        var picture = new byte[3 * Size * Size];
        _random.NextBytes(picture);
        return picture;
    }

    private Convolution Convolution(Window window)
    {
        float Number() => (float)((_random.NextDouble() * 2) - 1);
        var weights = Enumerable.Range(0, Outputs * 3 * window.Height * window.Width).Select(_ => Number()).ToArray();
        return new(weights, [.. Enumerable.Range(0, Outputs).Select(_ => Number())], 3, Outputs, 1, window);
    }

    private (ImportedNetwork Plain, ImportedNetwork Blocks) Networks(Window window, InputSpecification input)
    {
        var convolution = Convolution(window);
        ImportedNetwork Quantized()
        {
            var writer = new NetworkWriter(input.Height, input.Width);
            var network = writer.Finish([writer.Convolve(writer.Input, convolution)]);
            var range = new Dictionary<string, IReadOnlyList<float>>(StringComparer.Ordinal) { [network.Outputs[0].Name] = [-12, 12] };
            return NetworkQuantizer.Quantize(network, input, new() { Ranges = range });
        }

        return (Quantized(), SpaceToDepth.Apply(Quantized(), input));
    }
}
