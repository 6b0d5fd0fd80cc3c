using Kindred.Images;

namespace Kindred.Tests.Images;

public sealed class FingerprintTests
{
    [Fact]
    public void FromRgb_OneColor_IsThatColorEverywhere()
    {
        // Orange: Y = 0.299 · 255 + 0.587 · 128 = 151.4, half of B - Y is -75.7 and half of R - Y is 51.8.
        var fingerprint = Fingerprint.FromRgb(Plain(100, 70, 255, 128, 0), 100, 70);

        Assert.All(fingerprint.Bytes[..2304].ToArray(), level => Assert.Equal(151, level));
        Assert.All(fingerprint.Bytes[2304..2560].ToArray(), level => Assert.Equal(128 - 76, level));
        Assert.All(fingerprint.Bytes[2560..].ToArray(), level => Assert.Equal(128 + 52, level));
    }

    [Theory]
    [InlineData(48, 48)]
    [InlineData(160, 160)]
    [InlineData(96, 150)]
    [InlineData(31, 299)]
    public void FromRgb_AnySize_SharesPixelsByArea(int width, int height)
    {
        // Black above, white below: whatever the size, the edge lies between the two middle rows.
        var rgb = new byte[width * height * 3];
        rgb.AsSpan((height / 2 * width * 3)..).Fill(255);

        var luma = Fingerprint.FromRgb(rgb, width, height).Bytes[..2304];

        Assert.All(luma[..(23 * 48)].ToArray(), level => Assert.Equal(0, level));
        Assert.All(luma[(25 * 48)..].ToArray(), level => Assert.Equal(255, level));
        Assert.Equal(height % 2 == 0 ? 0 : 255 * 48 * 0.5 / height, luma[23 * 48], 0.6);
    }

    [Fact]
    public void Bytes_ThereAndBack_AreEqual()
    {
        var fingerprint = Fingerprint.FromRgb(Plain(10, 10, 1, 2, 3), 10, 10);

        Assert.Equal(Fingerprint.Size, fingerprint.ToByteArray().Length);
        Assert.Equal(fingerprint.ToByteArray(), new Fingerprint(fingerprint.Bytes).ToByteArray());
    }

    [Fact]
    public void Constructor_WrongLength_Throws() => Assert.Throws<ArgumentException>(() => new Fingerprint(new byte[Fingerprint.Size - 1]));

    [Fact]
    public void FromRgb_FewerPixelsThanTheSizeSays_Throws() =>
        Assert.Throws<ArgumentException>(() => Fingerprint.FromRgb(new byte[299], 10, 10));

    private static byte[] Plain(int width, int height, byte red, byte green, byte blue)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (red, green, blue);
        return rgb;
    }
}
