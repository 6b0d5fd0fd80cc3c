using System.Text;
using Kindred.Cli.Sheets;
using SkiaSharp;

namespace Kindred.Tests.Cli.Sheets;

public sealed class SheetTextTests : IDisposable
{
    private readonly SKBitmap _bitmap = new(200, 40);
    private readonly SKCanvas _canvas;

    public SheetTextTests() => _canvas = new SKCanvas(_bitmap);

    public void Dispose()
    {
        _canvas.Dispose();
        _bitmap.Dispose();
    }

    [Fact]
    public void Left_PlainText_IsDrawnWithoutSystemFonts()
    {
        _canvas.Clear(SKColors.White);
        new SheetText(_canvas, 20, SKColors.Black).Left("chair", 4, 28, 190);

        Assert.Contains(_bitmap.Pixels, pixel => pixel.Red < 40);
    }

    [Fact]
    public void Elide_TooLong_KeepsBothEndsAndFits()
    {
        var text = new SheetText(_canvas, 13, SKColors.Black);
        var elided = text.Elide("a_very_long_name_of_a_picture_of_a_swivel_chair_0042.jpg", 120);

        Assert.StartsWith("a_very", elided, StringComparison.Ordinal);
        Assert.EndsWith("42.jpg", elided, StringComparison.Ordinal);
        Assert.Contains('…', elided);
        Assert.InRange(text.Measure(elided), 90, 120);
    }

    [Fact]
    public void Elide_Fits_IsUnchanged() =>
        Assert.Equal("sofa.jpg", new SheetText(_canvas, 13, SKColors.Black).Elide("sofa.jpg", 120));

    [Theory]
    [InlineData('a', "Inter")]
    [InlineData('ł', "Inter")]
    [InlineData('ж', "Inter")]
    [InlineData('λ', "Inter")]
    public void For_LettersOfEurope_AreEmbedded(char letter, string family) =>
        Assert.StartsWith(family, SheetFonts.For(new Rune(letter), bold: false).FamilyName, StringComparison.Ordinal);
}
