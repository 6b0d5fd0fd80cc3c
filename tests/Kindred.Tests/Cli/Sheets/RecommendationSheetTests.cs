using Kindred.Cli.Sheets;
using SkiaSharp;

namespace Kindred.Tests.Cli.Sheets;

public sealed class RecommendationSheetTests
{
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(5, 2, 10)]
    [InlineData(50, 9, 50)]
    public void ToPng_AnyCounts_KeepsEverythingOnThePageAndTheSidesApart(int likes, int dislikes, int results)
    {
        var sheet = Sheet(likes, dislikes, results);
        using var bitmap = Drawn.Decode(sheet);

        var page = SKRect.Create(0, 0, bitmap.Width, bitmap.Height);
        Assert.InRange(bitmap.Height, 300, 2400);
        Assert.Equal(dislikes > 0 ? 2 : 1, sheet.Choices.Count);
        foreach (var grid in sheet.Choices)
        {
            for (var i = 0; i < grid.Count; i++)
            {
                Assert.True(page.Contains(grid.Box(i)));
                Assert.True(grid.Box(i).Right < sheet.Results.Box(0).Left);
            }
        }

        Assert.True(page.Contains(sheet.Results.Box(results - 1)));
    }

    [Fact]
    public void ToPng_Choices_ShowTheirPictures()
    {
        var sheet = new RecommendationSheet(
            [new SheetGroup("Liked", [Drawn.Cell(1, SKColors.SteelBlue)]),
                new SheetGroup("Disliked", [Drawn.Cell(2, SKColors.Goldenrod)], Disliked: true)],
            Drawn.Cells(3))
        { Title = "Recommended" };
        using var bitmap = Drawn.Decode(sheet);

        Drawn.IsColor(SKColors.SteelBlue, Drawn.Mean(bitmap, sheet.Choices[0].Box(0)));
        Drawn.IsColor(SKColors.Goldenrod, Drawn.Mean(bitmap, sheet.Choices[1].Box(0)));
    }

    [Fact]
    public void ToPng_Dislikes_HaveARedCornerAndLikesHaveNot()
    {
        var sheet = Sheet(1, 1, 1);
        using var bitmap = Drawn.Decode(sheet);

        SKColor Corner(SKRect box) => bitmap.GetPixel((int)box.Right - 12, (int)box.Top + 5);
        Assert.Equal(SheetStyle.Warning, Corner(sheet.Choices[1].Box(0)));
        Assert.NotEqual(SheetStyle.Warning, Corner(sheet.Choices[0].Box(0)));
    }

    private static RecommendationSheet Sheet(int likes, int dislikes, int results) =>
        new([new SheetGroup("Liked", Drawn.Cells(likes)), new SheetGroup("Disliked", Drawn.Cells(dislikes), Disliked: true)],
            Drawn.Cells(results))
        {
            Title = "Recommended",
        };
}
