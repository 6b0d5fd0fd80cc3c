using Kindred.Colors;

namespace Kindred.Tests.Colors;

public sealed class WantedColorTests
{
    /// <summary>Published values of CIELAB under D65 of the corners of sRGB.</summary>
    [Theory]
    [InlineData(255, 0, 0, 53.24, 80.09, 67.20)]
    [InlineData(0, 0, 255, 32.30, 79.19, -107.86)]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(119, 119, 119, 50.03, 0, 0)]
    public void FromRgb_KnownColors_AreWherePublished(int red, int green, int blue, double lightness, double a, double b)
    {
        var color = LabColor.FromRgb(red, green, blue);

        Assert.Equal(lightness, color.Lightness, 0.05);
        Assert.Equal(a, color.A, 0.1);
        Assert.Equal(b, color.B, 0.1);
    }

    /// <summary>What CSS calls these colors.</summary>
    [Theory]
    [InlineData("red", "#dc143c")]
    [InlineData("blue", "#4682b4")]
    [InlineData("navy", "#000080")]
    [InlineData("blue", "#000080")]
    [InlineData("teal", "#008080")]
    [InlineData("olive", "#6b6b23")]
    [InlineData("beige", "#f5f5dc")]
    [InlineData("orange", "#ff8c00")]
    [InlineData("pink", "#ffc0cb")]
    [InlineData("purple", "#800080")]
    [InlineData("brown", "#8b4513")]
    [InlineData("grey", "#808080")]
    [InlineData("yellow", "#ffd700")]
    [InlineData("green", "#228b22")]
    [InlineData("white", "#fffafa")]
    [InlineData("black", "#000000")]
    public void NamesOf_CssColors_HaveTheirName(string name, string color)
    {
        Assert.True(LabColor.TryParse(color.AsSpan(1), out var lab));

        Assert.True(ColorCentroids.NamesOf(lab).HasFlag(WantedColor.Parse(name, null).Name), $"{color} is {ColorCentroids.NamesOf(lab)}");
    }

    [Theory]
    [InlineData("Gray", "grey")]
    [InlineData(" NAVY ", "navy")]
    [InlineData("violet", "purple")]
    [InlineData("#1B3A6B", "#1b3a6b")]
    public void Parse_CapitalsAndOtherSpellings_AreTaken(string text, string read) =>
        Assert.Equal(read, WantedColor.Parse(text, null).Text);

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("red,blue")]
    [InlineData("3")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("1b3a6b")]
    public void Parse_NoColor_SaysWhichThereAre(string text) =>
        Assert.Contains("navy", Assert.Throws<FormatException>(() => WantedColor.Parse(text, null)).Message);
}
