using Kindred.Cli.Sheets;
using SkiaSharp;

namespace Kindred.Tests.Cli.Sheets;

/// <summary>Cells of one color, and the colors of what was drawn.</summary>
internal static class Drawn
{
    public static SheetPicture Plain(int width, int height, SKColor color)
    {
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (color.Red, color.Green, color.Blue);
        return new SheetPicture(width, height, rgb);
    }

    public static SheetCell Cell(int number, SKColor? color = null) =>
        new(Plain(40, 30, color ?? SKColors.SeaGreen), $"chair_{number:0000}.jpg", "chair") { Confidence = 1 - (number / 100f) };

    public static SheetCell[] Cells(int count) => [.. Enumerable.Range(1, count).Select(i => Cell(i))];

    public static SKBitmap Decode(Sheet sheet) => SKBitmap.Decode(sheet.ToPng());

    /// <summary>The mean color of the middle of a box.</summary>
    public static (double Red, double Green, double Blue) Mean(SKBitmap bitmap, SKRect box)
    {
        double red = 0, green = 0, blue = 0, count = 0;
        for (var y = (int)(box.MidY - (box.Height / 4)); y < box.MidY + (box.Height / 4); y++)
        {
            for (var x = (int)(box.MidX - (box.Width / 4)); x < box.MidX + (box.Width / 4); x++, count++)
            {
                var pixel = bitmap.GetPixel(x, y);
                (red, green, blue) = (red + pixel.Red, green + pixel.Green, blue + pixel.Blue);
            }
        }

        return (red / count, green / count, blue / count);
    }

    public static void IsColor(SKColor expected, (double Red, double Green, double Blue) actual)
    {
        Assert.Equal(expected.Red, actual.Red, 1.5);
        Assert.Equal(expected.Green, actual.Green, 1.5);
        Assert.Equal(expected.Blue, actual.Blue, 1.5);
    }
}
