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

    [Fact]
    public void Measure_ALetterThatNoFontHas_IsItsCode()
    {
        var nobodys = new Rune(0x10FFFD); // For private use: no font of a system has it.
        Assert.SkipUnless(SheetFonts.For(nobodys, bold: false) is null, "A font here has letters for private use.");
        var text = new SheetText(_canvas, 13, SKColors.Black);

        Assert.Equal(text.Measure(@"a \u10FFFD.jpg"), text.Measure($"a {nobodys}.jpg"), 3);
        Assert.Equal(text.Measure("ab"), text.Measure("a\u200Db"), 3);
        Assert.NotNull(SheetFonts.Missing);
    }

    [Theory]
    [InlineData("椅子")]
    [InlineData("의자")]
    [InlineData("いす")]
    public void For_LettersOfEastAsia_AreTheSystemsWhereItHasThem(string name)
    {
        var letters = name.EnumerateRunes().ToList();
        Assert.SkipUnless(
            letters.TrueForAll(letter => SheetFonts.For(letter, bold: true) is not null),
            "No font here has these letters: install fonts-noto-cjk or another one.");

        // Full width, and no codes, which would be six letters each.
        Assert.InRange(new SheetText(_canvas, 20, SKColors.Black).Measure(name), 15 * letters.Count, 25 * letters.Count);
    }

    [Theory]
    [InlineData('a', "Inter")]
    [InlineData('ł', "Inter")]
    [InlineData('ж', "Inter")]
    [InlineData('λ', "Inter")]
    public void For_LettersOfEurope_AreEmbedded(char letter, string family) =>
        Assert.StartsWith(family, SheetFonts.For(new Rune(letter), bold: false)?.FamilyName, StringComparison.Ordinal);
}
