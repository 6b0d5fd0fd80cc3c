using System.Globalization;
using Kindred.Cli.Output;
using Kindred.Recommendations;
using Kindred.Recommendations.Explanations;
using SkiaSharp;

namespace Kindred.Cli.Sheets;

/// <summary>Draws single pictures and what is written with them.</summary>
internal sealed class SheetTile(SKCanvas canvas)
{
    /// <summary>Sides of a heat map, of those of its picture's box: it must not hide what the picture shows.</summary>
    private const float HeatMapSize = 0.42f;

    private const float HeatMapMargin = 8;

    /// <summary>Sides of the pictures of variants, of the box's.</summary>
    private const float VariantSize = 0.2f;

    private const int MostVariants = 3;
    private const int VariantsBesideHeatMap = 2;

    private static readonly SKSamplingOptions Resampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>
    /// Draws a picture whole, in the middle of a box with rounded corners; its heat map in the lower right corner, because a picture in
    /// grey is no picture to choose by.
    /// </summary>
    public void Picture(SheetPicture? picture, SKRect box, HeatMap? map = null)
    {
        using var paint = new SKPaint { Color = SheetStyle.Tile, IsAntialias = true };
        using var outline = new SKRoundRect(box, MathF.Min(SheetStyle.Corner, box.Width / 12));
        canvas.DrawRoundRect(outline, paint);
        if (picture is null)
        {
            Missing(box);
            return;
        }

        var scale = MathF.Min(box.Width / picture.Width, box.Height / picture.Height);
        float width = picture.Width * scale, height = picture.Height * scale;
        using var image = picture.ToImage();
        canvas.Save();
        canvas.ClipRoundRect(outline, SKClipOperation.Intersect, antialias: true);
        canvas.DrawImage(image, SKRect.Create(box.MidX - (width / 2), box.MidY - (height / 2), width, height), Resampling);
        if (map is not null)
            Explain(map, image, HeatMapBox(box, width, height));
        canvas.Restore();
    }

    /// <summary>Where the heat map lies of a picture of that size in that box.</summary>
    public static SKRect HeatMapBox(SKRect box, float width, float height)
    {
        var (across, down) = (MathF.Round(width * HeatMapSize), MathF.Round(height * HeatMapSize));
        return SKRect.Create(box.Right - HeatMapMargin - across, box.Bottom - HeatMapMargin - down, across, down);
    }

    /// <summary>A result: its rank, label and how sure it is in one line, its name in the next, and why it is here in a third.</summary>
    public void Result(SheetCell cell, int rank, SKRect box)
    {
        Picture(cell.Picture, box, cell.Map);
        Colors(cell, box);
        if (cell is { Map: null, InPlaceOfMap: { } words })
        {
            var text = new SheetText(canvas, 12, SheetStyle.Page, bold: true);
            var width = text.Measure(words) + 16;
            Pill(words, text, SKRect.Create(box.Right - HeatMapMargin - width, box.Bottom - HeatMapMargin - 20, width, 20));
        }

        var badge = rank.ToString(CultureInfo.InvariantCulture);
        var baseline = box.Bottom + 22;
        var number = new SheetText(canvas, 13, SKColors.White, bold: true);
        var pill = SKRect.Create(box.Left, box.Bottom + 8, MathF.Max(20, number.Measure(badge) + 12), 20);
        using var paint = new SKPaint { Color = SheetStyle.Accent, IsAntialias = true };
        canvas.DrawRoundRect(pill, 10, 10, paint);
        number.Center(badge, pill.MidX, pill.MidY + 4.7f, pill.Width);

        var right = box.Right;
        if (cell.Confidence is { } confidence)
        {
            var text = new SheetText(canvas, 14, SheetStyle.Ink, bold: true);
            var value = Percentage.Of(confidence);
            text.Right(value, right, baseline + 1);
            right -= text.Measure(value) + 8;
        }

        if (cell.Label is not null)
            new SheetText(canvas, 14, SheetStyle.Ink).Left(cell.Label, pill.Right + 8, baseline + 1, right - pill.Right - 8);
        right = box.Right;
        if (cell.Group is not null)
        {
            var group = new SheetText(canvas, 12.5f, SheetStyle.Accent);
            group.Right(cell.Group, right, box.Bottom + 47);
            right -= group.Measure(cell.Group) + 8;
        }

        new SheetText(canvas, 12.5f, SheetStyle.Faint).Left(cell.Name, box.Left, box.Bottom + 47, right - box.Left);
        if (cell.Caption is { } caption)
        {
            var text = new SheetText(canvas, 12.5f, SheetStyle.Accent);
            text.Left(text.Measure(caption) <= box.Width ? caption : cell.ShortCaption ?? caption, box.Left, box.Bottom + 67, box.Width);
        }
    }

    /// <summary>Marks a picture as what not to show: a red corner with a cross.</summary>
    public void Dislike(SKRect box)
    {
        var size = Math.Clamp(box.Width * 0.24f, 16, 34);
        using var outline = new SKRoundRect(box, MathF.Min(SheetStyle.Corner, box.Width / 12));
        using var corner = new SKPathBuilder();
        corner.MoveTo(box.Right - (1.5f * size), box.Top);
        corner.LineTo(box.Right, box.Top);
        corner.LineTo(box.Right, box.Top + (1.5f * size));
        corner.Close();
        using var path = corner.Detach();
        using var paint = new SKPaint { Color = SheetStyle.Warning, IsAntialias = true };
        canvas.Save();
        canvas.ClipRoundRect(outline, SKClipOperation.Intersect, antialias: true);
        canvas.DrawPath(path, paint);
        canvas.Restore();

        using var stroke = new SKPaint
        {
            Color = SKColors.White,
            IsAntialias = true,
            StrokeWidth = MathF.Max(1.6f, size * 0.09f),
            StrokeCap = SKStrokeCap.Round
        };
        float x = box.Right - (size * 0.46f), y = box.Top + (size * 0.46f), arm = size * 0.18f;
        canvas.DrawLine(x - arm, y - arm, x + arm, y + arm, stroke);
        canvas.DrawLine(x - arm, y + arm, x + arm, y - arm, stroke);
    }

    /// <summary>In how many colors it is there, at the top, and some of them at the foot, beside where a heat map lies.</summary>
    private void Colors(SheetCell cell, SKRect box)
    {
        if (cell.Colors is null)
            return;
        var text = new SheetText(canvas, 12, SheetStyle.Page, bold: true);
        var pill = SKRect.Create(box.Left + 8, box.Top + 8, text.Measure(cell.Colors) + 16, 20);
        Pill(cell.Colors, text, pill);

        using var edge = new SKPaint { Color = SheetStyle.Page, IsAntialias = true };
        var room = cell is { Map: null, InPlaceOfMap: null } ? MostVariants : VariantsBesideHeatMap;
        foreach (var (i, variant) in cell.Variants.Take(room).Index())
        {
            var side = MathF.Round(box.Width * VariantSize);
            var target = SKRect.Create(box.Left + 8 + (i * (side + 8)), box.Bottom - 8 - side, side, side);
            canvas.DrawRoundRect(SKRect.Inflate(target, 2, 2), 6, 6, edge);
            Picture(variant, target);
        }
    }

    private void Pill(string words, SheetText text, SKRect pill)
    {
        using var paint = new SKPaint { Color = SheetStyle.Ink.WithAlpha(0xD8), IsAntialias = true };
        canvas.DrawRoundRect(pill, 10, 10, paint);
        text.Center(words, pill.MidX, pill.MidY + 4.3f, pill.Width);
    }

    private void Explain(HeatMap map, SKImage image, SKRect target)
    {
        using var edge = new SKPaint { Color = SheetStyle.Page, IsAntialias = true };
        canvas.DrawRoundRect(SKRect.Inflate(target, 2, 2), 6, 6, edge);
        using var outline = new SKRoundRect(target, 4);
        canvas.Save();
        canvas.ClipRoundRect(outline, SKClipOperation.Intersect, antialias: true);
        HeatMapImage.Draw(canvas, map, image, target);
        canvas.Restore();
    }

    private void Missing(SKRect box)
    {
        if (box.Width < 90)
        {
            new SheetText(canvas, MathF.Max(9, box.Width * 0.3f), SheetStyle.Faint)
                .Center("?", box.MidX, box.MidY + (box.Width * 0.1f), box.Width);
            return;
        }

        new SheetText(canvas, 13, SheetStyle.Faint).Center("file missing", box.MidX, box.MidY + 4.5f, box.Width - 12);
    }
}
