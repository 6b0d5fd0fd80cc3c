using Kindred.Cli.Sheets;
using Kindred.Embeddings;
using Kindred.Recommendations.Explanations;
using Kindred.Spaces;
using SkiaSharp;

namespace Kindred.Tests.Cli.Sheets;

public sealed class HeatMapImageTests
{
    private const int Width = 120, Height = 90;

    private static readonly HeatMap Corner = Map(1, 0, 0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void Draw_OneWarmCell_RestIsThePictureInGrey()
    {
        using var drawn = Draw(Corner, SKColors.SteelBlue);

        var warm = drawn.GetPixel(0, 0);
        Assert.True(warm.Red > warm.Green + 40 && warm.Green > warm.Blue + 40, $"{warm}");
        var grey = drawn.GetPixel(Width - 1, Height - 1);
        Assert.Equal((grey.Red, grey.Red), (grey.Green, grey.Blue));
    }

    [Theory]
    [InlineData(1f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f)]
    [InlineData(0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 0f)]
    [InlineData(1f, 0f, 1f, 0f, 1f, 0f, 1f, 0f, 1f)]
    public void Draw_UnlikeCells_NoStepBetweenPixelsThatAreNext(params float[] cells)
    {
        using var drawn = Draw(Map(cells), SKColors.White);

        var blue = new int[Width, Height];
        for (var x = 0; x < Width; x++)
        {
            for (var y = 0; y < Height; y++)
                blue[x, y] = drawn.GetPixel(x, y).Blue;
        }

        var range = blue.Cast<int>().Max() - blue.Cast<int>().Min();
        Assert.InRange(range, 80, 255);
        // A cubic rises at most 1.5 times as steeply as a straight line between the centers of two cells, and another half at most where
        // the other direction overshoots; one is for rounding.
        double across = (range * 2.25 * HeatMap.Size / Width) + 1, down = (range * 2.25 * HeatMap.Size / Height) + 1;
        for (var x = 1; x < Width; x++)
        {
            for (var y = 1; y < Height; y++)
            {
                Assert.InRange(Math.Abs(blue[x, y] - blue[x - 1, y]), 0, across);
                Assert.InRange(Math.Abs(blue[x, y] - blue[x, y - 1]), 0, down);
            }
        }
    }

    [Fact]
    public void Draw_BeyondTheOuterCenters_IsConstant()
    {
        using var drawn = Draw(Corner, SKColors.White);

        for (var x = 1; x < Width / 6; x++)
            Assert.Equal(drawn.GetPixel(0, 0), drawn.GetPixel(x, Height / 12));
    }

    [Fact]
    public void Draw_AllCellsAlike_IsWarmThroughout()
    {
        using var drawn = Draw(Map(1, 1, 1, 1, 1, 1, 1, 1, 1), SKColors.White);

        Assert.Equal(drawn.GetPixel(0, 0), drawn.GetPixel(Width / 2, Height / 2));
        Assert.True(drawn.GetPixel(0, 0).Red > drawn.GetPixel(0, 0).Blue + 100);
    }

    [Fact]
    public void Draw_CellsThatSpeakAgainst_IsAllGrey()
    {
        using var drawn = Draw(Map(-1, -1, -1, -1, -1, -1, -1, -1, -1), SKColors.White);

        Assert.All(drawn.Pixels, pixel => Assert.Equal(pixel.Red, pixel.Blue));
    }

    [Fact]
    public void ToPng_ResultWithAHeatMap_PictureKeepsItsColorAndTheCornerExplainsIt()
    {
        var sheet = new RecommendationSheet([], [Drawn.Cell(1, SKColors.SteelBlue) with { Map = Corner }]) { Title = "Recommended" };
        using var bitmap = Drawn.Decode(sheet);

        var box = sheet.Results.Box(0);
        var map = SheetTile.HeatMapBox(box, box.Width, box.Height);
        Assert.True(box.Contains(map));
        Assert.Equal(SKColors.SteelBlue, bitmap.GetPixel((int)box.Left + 20, (int)box.Top + 20));
        var warm = bitmap.GetPixel((int)map.Left + 8, (int)map.Top + 8);
        Assert.True(warm.Red > warm.Blue + 80, $"{warm}");
        Assert.Equal(sheet.ToPng(), sheet.ToPng());
    }

    /// <summary>A heat map of these cells.</summary>
    private static HeatMap Map(params float[] cells)
    {
        // A raw embedding of ones has length 3; one number is one cell.
        using var space = EmbeddingSpace.Identity(cells.Length);
        var ones = Enumerable.Repeat(1f, cells.Length).ToArray();
        return HeatMap.Compute(
            new EmbeddingGeometry([new EmbeddingPart(0, HeatMap.Size, 1)]), new EmbeddingViews(ones), space, cells, cells.Sum() / 3);
    }

    private static SKBitmap Draw(HeatMap map, SKColor color)
    {
        var bitmap = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        using var picture = Drawn.Plain(Width, Height, color).ToImage();
        HeatMapImage.Draw(canvas, map, picture, SKRect.Create(Width, Height));
        return bitmap;
    }
}
