using Kindred.Vision.Models;

namespace Kindred.Tests.Vision.Models;

public sealed class PixelLayoutTests
{
    // Four pixels wide and two high; RGB of pixel n is 10n, 10n + 1, 10n + 2.
    private static readonly byte[] Picture = [.. Enumerable.Range(0, 8).SelectMany(Pixel)];

    [Fact]
    public void Write_Pixels_AreThePicture()
    {
        var layout = Layout(mirror: false);

        Assert.Equal([2L, 4, 3], layout.Shape);
        Assert.Equal(1, layout.Views);
        Assert.Equal(Picture, Written(layout));
    }

    [Fact]
    public void Write_Mirror_FollowsThePicture()
    {
        var layout = Layout(mirror: true);

        Assert.Equal(2, layout.Views);
        Assert.Equal([.. Picture, .. Pixels(3, 2, 1, 0, 7, 6, 5, 4)], Written(layout));
    }

    [Fact]
    public void Write_Blocks_AreTwoPixelsAndThoseBelow()
    {
        var layout = Layout(mirror: true, block: 2);

        Assert.Equal([1L, 2, 12], layout.Shape);
        Assert.Equal(Pixels(0, 1, 4, 5, 2, 3, 6, 7, /* mirrored */ 3, 2, 7, 6, 1, 0, 5, 4), Written(layout));
    }

    [Fact]
    public void Write_BlueFirst_TurnsEachPixelRound()
    {
        var layout = Layout(mirror: false, block: 2, colors: ColorOrder.Bgr);

        byte[] expected = [.. Pixels(0, 1, 4, 5, 2, 3, 6, 7).Chunk(3).SelectMany(pixel => pixel.Reverse())];
        Assert.Equal(expected, Written(layout));
    }

    [Fact]
    public void Write_Tables_AreOfTheNetworksChannels()
    {
        byte[] Table(int added) => [.. Enumerable.Range(0, 256).Select(value => (byte)(value + added))];
        var layout = Layout(mirror: true, colors: ColorOrder.Bgr, tables: [Table(100), Table(101), Table(102)]);

        var written = Written(layout);

        // Blue of the first pixel is 2, green 1 and red 0; of the last in its row 32, 31 and 30, which the mirror image begins with.
        Assert.Equal([102, 102, 102, 112, 112, 112], written[..6]);
        Assert.Equal([132, 132, 132, 122, 122, 122], written[layout.ViewBytes..(layout.ViewBytes + 6)]);
    }

    private static PixelLayout Layout(
        bool mirror, int block = 1, ColorOrder colors = ColorOrder.Rgb, IReadOnlyList<byte[]>? tables = null) =>
        new(
            new ModelRecipe
            {
                Input = new() { Width = 4, Height = 2, Colors = colors },
                Head = new() { Parts = [new() { Pool = Pooling.Max }], Mirror = mirror },
            },
            block,
            tables);

    private static byte[] Written(PixelLayout layout)
    {
        var views = new byte[layout.Bytes];
        layout.Write(Picture, views);
        return views;
    }

    private static byte[] Pixels(params int[] numbers) => [.. numbers.SelectMany(Pixel)];

    private static byte[] Pixel(int number) => [(byte)(10 * number), (byte)((10 * number) + 1), (byte)((10 * number) + 2)];
}
