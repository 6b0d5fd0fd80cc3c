using Kindred.Images;
using Kindred.NearDuplicates.Registrations.Views;

namespace Kindred.Tests.NearDuplicates.Registrations.Views;

public sealed class UnpackerTests
{
    [Fact]
    public void Unpack_OnePictureAfterAnother_KeepsNothingOfTheFirst()
    {
        var used = new Unpacker();
        var (framed, whole) = (Print(seed: 1, border: 12), Print(seed: 2, border: 0));
        var first = used.Unpack(framed, mirrored: false);
        var before = Details(first);

        var second = used.Unpack(whole, mirrored: true);

        Assert.Equal(before, Details(first));
        Assert.Equal(Details(new Unpacker().Unpack(framed, mirrored: false)), before);
        Assert.Equal(Details(new Unpacker().Unpack(whole, mirrored: true)), Details(second));
    }

    [Fact]
    public void Unpack_PictureInABorder_HasAViewOfWhatLiesInside()
    {
        var framed = new Unpacker().Unpack(Print(seed: 1, border: 12), mirrored: false);

        Assert.Equal(new Frame(0.25f, 0.25f, 0.75f, 0.75f), framed.Views[0].Frame);
        Assert.Equal(CoarseView.Side * CoarseView.Side, framed.Views[0].Detail.Values.Length);
        Assert.NotEqual(Frame.Whole, framed.Picture);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    public void Unpack_Mirrored_IsThePictureTheOtherWayRound(int border)
    {
        var print = Print(seed: 3, border);

        var (upright, mirrored) = (new Unpacker().Unpack(print, mirrored: false), new Unpacker().Unpack(print, mirrored: true));

        AssertNear(upright.Views[0].Detail.Mirrored(), mirrored.Views[0].Detail);
        AssertNear(upright.Luma.Mirrored(), mirrored.Luma);
    }

    private static void AssertNear(LumaThumbnail expected, LumaThumbnail actual)
    {
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], 1e-3f);
    }

    private static float[] Details(Pyramid pyramid) =>
        [.. pyramid.Views[0].Detail.Values, .. pyramid.Views[1].Detail.Values, .. pyramid.Luma.Values];

    /// <summary>Noise, in a white border of so many of the 48 pixels of a side.</summary>
    private static Fingerprint Print(int seed, int border)
    {
        const int Side = Fingerprint.LumaSide;
        var pixels = new byte[Side * Side * 3];
        new Random(seed).NextBytes(pixels);
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % Side, i / 3 / Side);
            pixels[i] = x < border || y < border || x >= Side - border || y >= Side - border ? (byte)255 : (byte)(pixels[i] / 2);
        }

        return Fingerprint.FromRgb(pixels, Side, Side);
    }
}
