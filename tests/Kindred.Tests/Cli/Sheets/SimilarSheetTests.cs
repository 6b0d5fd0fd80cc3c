using Kindred.Cli.Sheets;
using SkiaSharp;

namespace Kindred.Tests.Cli.Sheets;

public sealed class SimilarSheetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(50)]
    public void ToPng_AnyCount_HoldsEveryResult(int count)
    {
        var sheet = new SimilarSheet(Drawn.Cell(0), Drawn.Cells(count)) { Title = "Similar" };
        using var bitmap = Drawn.Decode(sheet);

        var page = SKRect.Create(0, 0, bitmap.Width, bitmap.Height);
        Assert.InRange(bitmap.Width, 700, 2200);
        Assert.InRange(bitmap.Height, 400, 2200);
        Assert.True(page.Contains(sheet.QueryBox));
        for (var i = 0; i < count; i++)
        {
            Assert.True(page.Contains(sheet.Results.Box(i)));
            for (var j = 0; j < i; j++)
                Assert.False(sheet.Results.Box(i).IntersectsWith(sheet.Results.Box(j)));
        }
    }

    [Fact]
    public void ToPng_ColoredPictures_AppearInRankOrder()
    {
        SKColor[] colors = [SKColors.Crimson, SKColors.SteelBlue, SKColors.Goldenrod, SKColors.DarkOliveGreen];
        SheetCell[] results = [.. colors.Select((color, i) => Drawn.Cell(i, color))];
        var sheet = new SimilarSheet(Drawn.Cell(0, SKColors.Indigo), results) { Title = "Similar" };
        using var bitmap = Drawn.Decode(sheet);

        Drawn.IsColor(SKColors.Indigo, Drawn.Mean(bitmap, sheet.QueryBox));
        for (var i = 0; i < colors.Length; i++)
            Drawn.IsColor(colors[i], Drawn.Mean(bitmap, sheet.Results.Box(i)));
    }

    [Fact]
    public void ToPng_TallPicture_IsLetterboxed()
    {
        var tall = new SheetCell(Drawn.Plain(10, 100, SKColors.Crimson), "tall.jpg");
        var sheet = new SimilarSheet(Drawn.Cell(0), [tall]) { Title = "Similar" };
        using var bitmap = Drawn.Decode(sheet);

        var box = sheet.Results.Box(0);
        Assert.Equal(SKColors.Crimson, bitmap.GetPixel((int)box.MidX, (int)box.MidY));
        Assert.Equal(SheetStyle.Tile, bitmap.GetPixel((int)box.Left + 20, (int)box.MidY));
    }

    [Fact]
    public void ToPng_MissingPicture_DrawsATileThatSaysSo()
    {
        var sheet = new SimilarSheet(Drawn.Cell(0), [new SheetCell(Picture: null, "gone.jpg")]) { Title = "Similar" };
        using var bitmap = Drawn.Decode(sheet);

        var box = sheet.Results.Box(0);
        Assert.Equal(SheetStyle.Tile, bitmap.GetPixel((int)box.Left + 20, (int)box.Top + 20));
        Assert.True(Drawn.Mean(bitmap, box).Red < SheetStyle.Tile.Red - 0.5, "The middle has no text.");
    }

    [Theory]
    [InlineData("椅子_北欧风格_实木餐椅_第一版_再来一个很长的名字.jpg")]
    [InlineData("Стул \u0007 łóżko ⵣ 🪑 \ud800.jpg")]
    [InlineData("")]
    public void ToPng_AnyName_IsDrawn(string name)
    {
        var cell = Drawn.Cell(1) with { Name = name, Label = name, Caption = name };
        var sheet = new SimilarSheet(cell, [cell]) { Title = name, Subtitle = name };

        Assert.NotEmpty(sheet.ToPng());
    }

    [Fact]
    public void Results_SomeCellHasACaption_LeavesRoomForIt()
    {
        var plain = new SimilarSheet(Drawn.Cell(0), Drawn.Cells(5)) { Title = "Similar" };
        var told = new SimilarSheet(Drawn.Cell(0),
            [.. Drawn.Cells(4), Drawn.Cell(5) with { Caption = "like chair_0001.jpg" }])
        { Title = "Similar" };

        Assert.True(told.Results.Height > plain.Results.Height);
    }
}
