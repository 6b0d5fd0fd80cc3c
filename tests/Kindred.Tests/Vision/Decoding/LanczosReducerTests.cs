using Kindred.Tests.Fixtures;
using Kindred.Vision.Decoding;
using NetVips;

namespace Kindred.Tests.Vision.Decoding;

public sealed class LanczosReducerTests
{
    [Theory]
    [InlineData(400, 533, 160, 160)]
    [InlineData(161, 160, 160, 160)]
    [InlineData(160, 160, 160, 160)]
    [InlineData(1000, 30, 150, 29)]
    [InlineData(40, 40, 5, 3)]
    [InlineData(3, 5, 2, 2)]
    public void Add_DetailedPicture_GivesWhatLibvipsGives(int sourceWidth, int sourceHeight, int width, int height)
    {
        using var picture = PictureBytes.Detailed(sourceWidth, sourceHeight);
        // Without the integer shrink that libvips may do first to save time.
        using var resized = picture.Resize((double)width / sourceWidth, vscale: (double)height / sourceHeight, gap: 0);
        var expected = resized.WriteToMemory<byte>();

        var actual = Reduce(picture.WriteToMemory<byte>(), sourceWidth, sourceHeight, width, height);

        // libvips rounds to whole levels between the two directions and places samples to a 64th of a pixel.
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(MeanDifference(expected, actual), 0, 0.6);
    }

    [Fact]
    public void Add_OneColor_KeepsIt()
    {
        var source = new byte[97 * 61 * 3];
        for (var i = 0; i < source.Length; i += 3)
            (source[i], source[i + 1], source[i + 2]) = (200, 255, 0);

        var actual = Reduce(source, 97, 61, 31, 17);

        for (var i = 0; i < actual.Length; i += 3)
            Assert.Equal((200, 255, 0), (actual[i], actual[i + 1], actual[i + 2]));
    }

    [Fact]
    public void Add_SameSize_ChangesNothing()
    {
        using var picture = PictureBytes.Detailed(50, 40);
        var source = picture.WriteToMemory<byte>();

        Assert.Equal(source, Reduce(source, 50, 40, 50, 40));
    }

    [Fact]
    public void Add_RowByRowOrAllAtOnce_IsTheSame()
    {
        using var picture = PictureBytes.Detailed(70, 50);
        var source = picture.WriteToMemory<byte>();
        var expected = Reduce(source, 70, 50, 30, 20);

        using var reducer = new LanczosReducer(new ImageSize(70, 50), 30, 20);
        var actual = new byte[30 * 20 * 3];
        foreach (var row in source.Chunk(70 * 3))
            reducer.Add(row, actual);

        Assert.Equal(expected, actual);
    }

    private static byte[] Reduce(byte[] source, int sourceWidth, int sourceHeight, int width, int height)
    {
        using var reducer = new LanczosReducer(new ImageSize(sourceWidth, sourceHeight), width, height);
        var rgb = new byte[width * height * 3];
        reducer.Add(source, rgb);
        return rgb;
    }

    private static double MeanDifference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
}
